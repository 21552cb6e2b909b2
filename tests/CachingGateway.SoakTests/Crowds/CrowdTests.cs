using CachingGateway.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace CachingGateway.SoakTests.Crowds;

/// <summary>Far more clients at once than there is anything to be had for.</summary>
[Collection(nameof(OneAtATime))]
public class CrowdTests(ITestOutputHelper output)
{
    private const int Clients = 10_000;

    [Fact]
    public async Task TenThousandMissesOfOneKeyOverThreeGateways_AreOneOriginCall_AndTenThousandAnswersAlike()
    {
        await using var cluster = await CrowdCluster.StartAsync();
        for (var clients = Clients; ; clients /= 2)
        {
            var (path, gate) = ($"/hot/{clients}", new Gate());
            cluster.Origin.Answer(path, ScriptedAnswer.Ok(new string('x', 2000), ("ETag", "\"1\"")) with { Before = gate });
            using var crowd = await Crowd.GatherAsync(cluster.Gateways.Select(gateway => gateway.DataAddress).ToArray(), clients);

            var answers = crowd.AskAsync(path, asked: gate.Open);
            var all = await answers.Within(TimeSpan.FromMinutes(2));

            Assert.Equal(clients, all.Count);
            Assert.All(all, answer => Assert.Equal((200, "\"1\"", 2000), (answer.Status, answer.ETag, answer.Body.Length)));
            Assert.Single(all.Select(answer => answer.Body).Distinct());
            // Such a crowd may keep a small machine for a second or two from its heartbeats, or from what Redis answers. Then each gateway
            // asks, and says so.
            if (clients > 100 && all.Any(static answer => answer.IsApart))
                continue;
            output.WriteLine($"a crowd of {clients}: {cluster.Origin.Calls(path)} call");
            Assert.Equal(1, cluster.Origin.Calls(path));
            break;
        }
    }
}
