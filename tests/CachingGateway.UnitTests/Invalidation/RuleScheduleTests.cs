using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Events;
using CachingGateway.Policies;
using CachingGateway.UnitTests.Policies;
using CachingGateway.UnitTests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation;

public sealed class RuleScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rule_IsDueWhenItsTimeComesAndThenNotAgain()
    {
        var (due, rules) = (new DueRules(Start), Rules("0 3 * * *"));

        Assert.Empty(due.At(rules, Start.AddHours(3).AddSeconds(-1)));
        var first = Assert.Single(due.At(rules, Start.AddHours(3)));
        due.Done(first);

        Assert.Equal(Start.AddHours(3), first.At);
        Assert.Empty(due.At(rules, Start.AddHours(3).AddSeconds(1)));
        Assert.Equal(Start.AddDays(1).AddHours(3), Assert.Single(due.At(rules, Start.AddDays(1).AddHours(3).AddMinutes(1))).At);
    }

    [Fact]
    public void RuleThatWasNotApplied_StaysDue()
    {
        var (due, rules) = (new DueRules(Start), Rules("* * * * *"));

        Assert.Equal(Start.AddMinutes(1), Assert.Single(due.At(rules, Start.AddSeconds(60))).At);
        Assert.Equal(Start.AddMinutes(1), Assert.Single(due.At(rules, Start.AddSeconds(61))).At);
        Assert.Equal(Start.AddMinutes(2), Assert.Single(due.At(rules, Start.AddSeconds(120))).At);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public void OfTimesThatPassedUnseen_OnlyTheLastCounts(int hours)
    {
        var (due, rules) = (new DueRules(Start), Rules("* * * * *"));
        due.At(rules, Start);

        Assert.Equal(Start.AddHours(hours), Assert.Single(due.At(rules, Start.AddHours(hours).AddSeconds(5))).At);
    }

    [Fact]
    public void TimeLongPast_IsMadeUpForOnceHoweverLongTheGap()
    {
        var (due, rules) = (new DueRules(Start), Rules("0 3 1 2 *"));
        due.At(rules, Start);

        var late = Assert.Single(due.At(rules, Start.AddDays(60)));
        due.Done(late);

        Assert.Equal(Start.AddDays(31).AddHours(3), late.At);
        Assert.Empty(due.At(rules, Start.AddDays(60)));
    }

    [Fact]
    public void ClockSetBack_IsFollowed()
    {
        var (due, rules) = (new DueRules(Start.AddDays(10)), Rules("0 3 * * *"));
        due.At(rules, Start.AddDays(10));

        Assert.Empty(due.At(rules, Start));
        Assert.Equal(Start.AddHours(3), Assert.Single(due.At(rules, Start.AddHours(3))).At);
    }

    [Fact]
    public void NewPolicy_CountsFromThenOnAndKeepsWhatIsDue()
    {
        var due = new DueRules(Start);
        due.At(Rules("0 3 * * *"), Start.AddHours(2));

        var after = due.At(Rules("0 3 * * *", "0 1 * * *", "30 2 * * *"), Start.AddHours(3));

        Assert.Equal([Start.AddHours(3), Start.AddHours(2.5)], after.Select(each => each.At));
    }

    [Fact]
    public async Task DueRule_IsAskedForUnderOneDeliveryForAllReplicas()
    {
        var time = new ManualTime();
        var (first, second) = (new RecordingInvalidator(), new RecordingInvalidator());
        using var one = await RunAsync(time, first, 1);
        using var other = await RunAsync(time, second, 2);

        time.Advance(TimeSpan.FromMinutes(1));

        var (mine, theirs) = (await first.NextAsync(), await second.NextAsync());
        Assert.StartsWith("cron/", mine.Delivery, StringComparison.Ordinal);
        Assert.EndsWith("/1970-01-02T00:01:00Z", mine.Delivery, StringComparison.Ordinal);
        Assert.Equal(mine.Delivery, theirs.Delivery);
        Assert.Equal(("schedule", "cron * * * * *", new InvalidationTarget(TargetKind.Tag, "x")), (mine.Source, mine.Cause, mine.Targets[0]));
    }

    [Fact]
    public async Task RuleThatTheStoreCannotTake_IsTriedAgainUntilItCan()
    {
        var time = new ManualTime();
        var invalidator = new RecordingInvalidator { IsAvailable = false };
        using var schedule = await RunAsync(time, invalidator, 1);

        time.Advance(TimeSpan.FromMinutes(1));
        var refused = await invalidator.NextAsync();
        invalidator.IsAvailable = true;
        time.Advance(RuleSchedule.Interval);
        var next = await invalidator.NextAsync();
        Assert.Equal(refused.Delivery, next.Delivery);
        time.Advance(TimeSpan.FromMinutes(1));
        // Ticks that came while it was at work may have made it try more than once before the store was there.
        while (next.Delivery == refused.Delivery)
            next = await invalidator.NextAsync();

        Assert.EndsWith("/1970-01-02T00:02:00Z", next.Delivery, StringComparison.Ordinal);
        await schedule.StopAsync(CancellationToken.None);
        Assert.False(invalidator.TryNext(out _));
    }

    private static async Task<RuleSchedule> RunAsync(ManualTime time, RecordingInvalidator invalidator, int timers)
    {
        var load = PolicyKit.Load(EventsKit.Policy("""{ "on": { "cron": "* * * * *" }, "tags": ["x"] }"""));
        var policies = PolicySource.Watching(PolicyKit.File, load, TimeProvider.System);
        var schedule = new RuleSchedule(policies, invalidator, time, NullLogger<RuleSchedule>.Instance);
        await schedule.StartAsync(CancellationToken.None);
        // It starts on another thread; time must not move before it looks at the clock.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (time.TimersCreated < timers)
            await pause.WaitForNextTickAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        return schedule;
    }

    private static CachingGateway.Policies.Events.EventRules Rules(params string[] crons) => EventsKit.Rules(
        string.Join(',', crons.Select(cron => $$"""{ "on": { "cron": "{{cron}}" }, "tags": ["x"] }""")));
}
