using System.Globalization;
using System.Net;
using System.Text.Json;
using CachingGateway.SoakTests.Checking;
using CachingGateway.SoakTests.Cluster;

namespace CachingGateway.SoakTests.Traffic;

/// <summary>Changes resources, has that invalidated, and looks at every gateway as soon as it is acknowledged.</summary>
internal sealed class Writer(SoakCluster cluster, Catalogue catalogue, Chronicle chronicle, Tally tally, Reader reader)
{
    private const int Attempts = 4;

    /// <summary>How long after its end an unanswered webhook may still take effect: no fault lasts as long.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(60);

    /// <summary>Clocks may differ in rate by a fifth.</summary>
    private static readonly TimeSpan Grace = SoakPolicy.Grace * 1.2;

    public async Task RunAsync(Random dice)
    {
        while (!chronicle.Stopping.IsCancellationRequested)
        {
            var resource = catalogue.Draw(dice);
            switch (dice.Next(100))
            {
                case < 25:
                    await PutAsync(resource, cluster.Draw(dice), dice);
                    break;
                case < 30:
                    await TellAsync(Where(ResourceKind.Tagged, resource.Group), new Webhook("tagged.group", resource.Group, 0, Coin(dice)), dice);
                    break;
                case < 32:
                    await TellAsync(Where(ResourceKind.Varied), new Webhook("varied.group", 0, 0, Coin(dice)), dice);
                    break;
                case 32:
                    await TellAsync(catalogue.All, new Webhook("everything.changed", 0, 0, Coin(dice)), dice);
                    break;
                default:
                    var isSoft = resource.Kind == ResourceKind.Graced && dice.Next(3) > 0;
                    await TellAsync([resource], Webhook.For(resource, isSoft ? "softened" : "changed", Coin(dice)), dice);
                    break;
            }

            await Pause.ForAsync(TimeSpan.FromMilliseconds(dice.Next(50, 700)), chronicle.Stopping);
        }
    }

    /// <summary>The origin changes resources and posts a webhook, to another gateway each time that it fails.</summary>
    public async Task<bool> TellAsync(IReadOnlyList<Resource> changed, Webhook webhook, Random dice)
    {
        var versions = changed.Select(resource => (Resource: resource, Version: resource.Raise())).ToArray();
        for (var attempt = 0; attempt < Attempts && !chronicle.Stopping.IsCancellationRequested; attempt++)
        {
            if (await PostAsync(versions, webhook, cluster.Draw(dice)))
            {
                await LookAsync(changed, dice);
                return true;
            }

            await Pause.ForAsync(TimeSpan.FromMilliseconds(dice.Next(200, 1000)), chronicle.Stopping);
        }

        return false;
    }

    /// <summary>One attempt. Whether it was acknowledged.</summary>
    public async Task<bool> PostAsync((Resource Resource, long Version)[] versions, Webhook webhook, GatewayProcess gateway)
    {
        var isSoft = webhook.Type.EndsWith(".softened", StringComparison.Ordinal);
        foreach (var (resource, version) in versions)
        {
            chronicle.Note(resource, $"gateway {gateway.Index} is told {webhook.Type} of version {version}");
            if (isSoft)
                resource.BeginSoftening();
        }

        var began = chronicle.Now;
        var (isAcknowledged, outcome) = await SendAsync(webhook, gateway);
        // The first moment at which the sender knows; from here on it counts.
        var now = chronicle.Now;
        foreach (var (resource, version) in versions)
        {
            if (isSoft)
                resource.EndSoftening(isAcknowledged ? version : null, now + Grace + (isAcknowledged ? TimeSpan.Zero : Abandoned));
            else if (isAcknowledged)
                resource.Purged(version);
            chronicle.Note(resource, $"gateway {gateway.Index} says of {webhook.Type} {version}: {outcome}");
        }

        if (isAcknowledged)
            tally.CountAcknowledgement(now - began);
        tally.CountWrite(isAcknowledged ? "acknowledged" : outcome.Split(' ')[0] == "503" ? "refused" : "unanswered");
        return isAcknowledged;
    }

    private async Task<(bool IsAcknowledged, string Outcome)> SendAsync(Webhook webhook, GatewayProcess gateway)
    {
        var link = gateway.Link;
        using var request = webhook.NewRequest();
        try
        {
            using var response = await link.Management.SendAsync(request);
            var text = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable) && !link.IsOver)
                chronicle.Violate(null, $"gateway {gateway.Index} answered a webhook {webhook.Type}: {text}");
            return (response.StatusCode == HttpStatusCode.OK, text);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            if (!link.IsOver)
                chronicle.Violate(null, $"gateway {gateway.Index}, which was not ended, gave a webhook no answer: {e}");
            return (false, e.Message);
        }
    }

    /// <summary>A client changes a resource through a gateway.</summary>
    private async Task PutAsync(Resource resource, GatewayProcess gateway, Random dice)
    {
        var link = gateway.Link;
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(resource.Path, UriKind.Relative));
        request.Headers.Host = Reader.Host;
        chronicle.Note(resource, $"gateway {gateway.Index} is put a new version through");
        var (isAcknowledged, outcome) = (false, "");
        try
        {
            using var response = await link.Data.SendAsync(request);
            outcome = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.OK && !link.IsOver)
                chronicle.Violate(resource, $"gateway {gateway.Index} answered a write {(int)response.StatusCode} {outcome}");
            // The sequence is the acknowledgement; without it the field says detail=unconfirmed.
            isAcknowledged = response.StatusCode == HttpStatusCode.OK && response.Headers.Contains("X-Cache-Sequence");
            if (isAcknowledged)
                resource.Purged(JsonElement.Parse(outcome).GetProperty("version").GetInt64());
            outcome = $"{outcome} {response.Headers}".ReplaceLineEndings(" ");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            outcome = e.Message;
            if (!link.IsOver)
                chronicle.Violate(resource, $"gateway {gateway.Index}, which was not ended, gave a write no answer: {e}");
        }

        chronicle.Note(resource, string.Create(CultureInfo.InvariantCulture, $"gateway {gateway.Index} says of the write: {outcome}"));
        tally.CountWrite(isAcknowledged ? "passed through, acknowledged" : "passed through, unconfirmed");
        if (isAcknowledged)
            await LookAsync([resource], dice);
    }

    // Where the promise is most likely to be broken is right after it was made.
    private async Task LookAsync(IReadOnlyList<Resource> changed, Random dice)
    {
        var resource = changed[dice.Next(changed.Count)];
        await Task.WhenAll(cluster.Gateways.Select(gateway => reader.ReadAsync(resource, gateway, Catalogue.DrawForm(resource, dice))));
    }

    private Resource[] Where(ResourceKind kind, int? group = null) =>
        [.. catalogue.All.Where(resource => resource.Kind == kind && (group is null || resource.Group == group))];

    private static bool Coin(Random dice) => dice.Next(2) == 0;
}
