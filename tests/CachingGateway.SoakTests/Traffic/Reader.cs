using CachingGateway.SoakTests.Checking;
using CachingGateway.SoakTests.Cluster;

namespace CachingGateway.SoakTests.Traffic;

/// <summary>Reads through the gateways, and holds every answer against what was promised when its read began.</summary>
internal sealed class Reader(SoakCluster cluster, Catalogue catalogue, Chronicle chronicle, Tally tally)
{
    /// <summary>The host that all reads name, so that all gateways mean the same by a path.</summary>
    public const string Host = "soak.test";

    public async Task RunAsync(Random dice)
    {
        while (!chronicle.Stopping.IsCancellationRequested)
        {
            var resource = catalogue.Draw(dice);
            await ReadAsync(resource, cluster.Draw(dice), Catalogue.DrawForm(resource, dice), dice.Next(100) == 0 ? "no-cache" : null);
            await Pause.ForAsync(TimeSpan.FromMilliseconds(dice.Next(5, 80)), chronicle.Stopping);
        }
    }

    /// <summary>One read of one gateway.</summary>
    /// <returns>What came, and how; <see langword="null"/>: nothing, because the gateway had been ended.</returns>
    public async Task<(Answer Answer, string CacheStatus)?> ReadAsync(
        Resource resource, GatewayProcess gateway, string form, string? cacheControl = null)
    {
        var link = gateway.Link;
        using var request = NewRequest(resource, form, cacheControl);
        // What is acknowledged up to here is promised to this read.
        var (promised, began) = (resource.Promised, chronicle.Now);
        try
        {
            using var response = await link.Data.SendAsync(request, HttpCompletionOption.ResponseContentRead);
            var body = await response.Content.ReadAsStringAsync();
            var status = Field(response, "X-Cache-Status");
            var result = new ReadResult(began, promised, form, gateway.Index, response.StatusCode, status, body);
            return Judge(resource, result, link.IsOver, Field(response, "Cache-Status"));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            if (link.IsOver)
                tally.CountUnanswered();
            else
                chronicle.Violate(resource, $"gateway {gateway.Index}, which was not ended, gave a read no answer: {e}");
            return null;
        }
    }

    private (Answer Answer, string CacheStatus)? Judge(Resource resource, ReadResult read, bool isOver, string details)
    {
        var answer = Answer.Read(read.Body, resource.Padding);
        // A gateway that is ending may refuse; what it does serve is held against the promise all the same.
        if (isOver && (int)read.Status >= 500)
        {
            tally.CountUnanswered();
            return null;
        }

        tally.CountRead(read.CacheStatus, isFromElsewhere: answer is not null && answer.Gateway != read.Gateway);
        var line = $"gateway {read.Gateway} answers {read.Form} asked at {Chronicle.Seconds(read.Began)}: "
            + $"version {answer?.Version} asked for by {answer?.Gateway}, {details}; promised {read.Promised.Purged}, fresh {read.Promised.Fresh}";
        if (ReadCheck.Fault(resource, read) is { } fault)
            chronicle.Violate(resource, $"{fault}\n    {line}");
        else
            chronicle.Note(resource, line);
        return answer is null ? null : (answer, read.CacheStatus);
    }

    private static HttpRequestMessage NewRequest(Resource resource, string form, string? cacheControl)
    {
        var hasQuery = resource.Kind == ResourceKind.Named && form.Length > 0;
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(resource.Path + (hasQuery ? "?" + form : ""), UriKind.Relative));
        request.Headers.Host = Host;
        if (resource.Kind == ResourceKind.Varied)
            request.Headers.TryAddWithoutValidation("X-Flavour", form);
        if (cacheControl is not null)
            request.Headers.TryAddWithoutValidation("Cache-Control", cacheControl);
        return request;
    }

    private static string Field(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
