using System.Globalization;
using CachingGateway.ProofTests.Simulation;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Xunit.Abstractions;

namespace CachingGateway.ProofTests;

/// <summary>
/// The promise of docs/invalidation.md, under random schedules of everything that may go wrong. <c>PROOF_SCHEDULES</c> sets how many,
/// <c>PROOF_SEED</c> which ones.
/// </summary>
public class PromiseTests(ITestOutputHelper output)
{
    private const int Schedules = 40_000;

    [Fact]
    public void NoSchedule_BreaksThePromise_AndHitsAreCommon()
    {
        var figures = new Figures();
        string? fault = null;
        var schedules =
            from seed in Gen.Choose(0, int.MaxValue)
            // The long ones take as long as four others.
            from profile in Gen.Frequency(Profile.All.Select(profile => (profile == Profile.Long ? 1 : 4, Gen.Constant(profile))))
            select Schedule.Of(seed, profile);
        var config = Config.QuickThrowOnFailure.WithMaxTest(Setting("PROOF_SCHEDULES", Schedules)).WithReplay((ulong)Setting("PROOF_SEED", 1), 1);

        Prop.ForAll(Arb.From(schedules, schedule => schedule.Smaller()), schedule =>
        {
            var judge = World.Run(schedule);
            figures.Add(judge.Figures);
            fault = judge.Fault ?? fault;
            return (judge.Fault is null).Label(judge.Fault ?? "");
        }).Check(config);

        output.WriteLine(figures.ToString());
        Assert.Null(fault);
        // What never serves is safe too: each way of being answered without the origin has to be common.
        Assert.InRange(figures.MemoryHits, figures.Asks / 4, figures.Asks);
        Assert.InRange(figures.RedisHits, figures.Asks / 50, figures.Asks);
        Assert.InRange(figures.StaleHits, figures.Asks / 100, figures.Asks);
        Assert.InRange(figures.Joined, figures.Asks / 50, figures.Asks);
        Assert.InRange(figures.Validated, figures.Asks / 100, figures.Asks);
        Assert.InRange(figures.Confirmed, figures.Acknowledged / 2, figures.Acknowledged);
        Assert.InRange(figures.TakenAgain, figures.Acknowledged / 100, long.MaxValue);
        Assert.InRange(figures.Repeats, figures.Acknowledged / 500, long.MaxValue);
    }

    [Theory]
    [InlineData("calm")]
    [InlineData("recovering")]
    public void AllIsWellForAWhile_InvalidationsAreQuickAndKnownToAll(string name)
    {
        var profile = Profile.All.Single(one => one.Name == name);
        var figures = new Figures();
        var asked = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var schedule = Schedule.Of(seed, profile);
            // The last ones are still on their way when it ends.
            asked += schedule.Steps.Count(step => step.Kind is StepKind.Purge or StepKind.Soft && step.At >= profile.QuickFrom && step.At < profile.Length - 100_000);
            figures.Add(World.Run(schedule).Figures);
        }

        Assert.True(asked > 200);
        Assert.InRange(figures.Quick, asked, int.MaxValue);
        Assert.Equal(figures.Quick, figures.QuickConfirmed);
        Assert.InRange(figures.SlowestQuick, 0, 50_000);
    }

    [Fact]
    public void SameSeed_IsTheSameSchedule()
    {
        var first = World.Run(Schedule.Of(17, Profile.Everything)).Figures.ToString();

        Assert.Equal(first, World.Run(Schedule.Of(17, Profile.Everything)).Figures.ToString());
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
