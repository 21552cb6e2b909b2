using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>More webhooks than are taken. (That hits stay quick meanwhile is measured by <c>bench/invalidation/run --flood</c>.)</summary>
public sealed class FloodTests(ReplicasFixture fixture) : IClassFixture<ReplicasFixture>
{
    private const int Limit = 100;
    private const int Webhooks = 200;

    [Fact]
    public async Task WebhooksAboveTheLimit_AreToldToComeLater_ThoseTakenHaveEffect_AndTheOthersHaveNone()
    {
        var (told, other) = (fixture.All.Gateways[0], fixture.All.Gateways[1]);
        fixture.All.Origin.Fallback = request => ScriptedAnswer.Ok(request.Target);
        for (var i = 0; i < Webhooks; i++)
            (await other.AskAsync(Page(i))).Is("MISS", Page(i));

        var answers = await Task.WhenAll(Enumerable.Range(0, Webhooks).Select(i => told.TellAsync("purge", Page(i)[1..], "bounded"))).Within();

        Assert.Equal(Limit, answers.Count(answer => answer.Status == 200));
        foreach (var (answer, i) in answers.Select((answer, i) => (answer, i)))
        {
            if (answer.Status != 200)
                Assert.Equal((429, "rate-limit", true), (answer.Status, answer.Reason, int.Parse(answer.Header("Retry-After")!) > 0));
            (await other.AskAsync(Page(i))).Is(answer.Status == 200 ? "MISS" : "HIT", Page(i));
        }

        // The limit is of one source.
        await told.PurgeAsync(Page(0)[1..]);

        static string Page(int i) => $"/flood{i}";
    }
}
