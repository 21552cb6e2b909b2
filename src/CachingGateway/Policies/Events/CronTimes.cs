using System.Diagnostics.CodeAnalysis;
using NCrontab;

namespace CachingGateway.Policies.Events;

/// <summary>Times by a cron expression of five fields, in UTC.</summary>
internal sealed class CronTimes
{
    /// <summary>In eight years every day of the calendar comes, also where a century leaves out a leap year.</summary>
    private const int Years = 9;

    private readonly CrontabSchedule _schedule;

    private CronTimes(string text, CrontabSchedule schedule) => (Text, _schedule) = (text, schedule);

    public string Text { get; }

    /// <summary>Fails with a clause for a fault, also where no day would ever be one of its days.</summary>
    /// <param name="now">From when on it has to come.</param>
    public static bool TryParse(
        string text, DateTimeOffset now, [NotNullWhen(true)] out CronTimes? times, [NotNullWhen(false)] out string? problem)
    {
        times = null;
        problem = null;
        if (CrontabSchedule.TryParse(text) is not { } schedule)
            problem = "which is no cron expression";
        else if (schedule.GetNextOccurrence(now.UtcDateTime, now.UtcDateTime.AddYears(Years)) >= now.UtcDateTime.AddYears(Years))
            problem = "which never comes";
        else
            times = new CronTimes(text, schedule);
        return times is not null;
    }

    /// <summary>The first time after that one.</summary>
    public DateTimeOffset After(DateTimeOffset time) =>
        new(DateTime.SpecifyKind(_schedule.GetNextOccurrence(time.UtcDateTime), DateTimeKind.Utc));
}
