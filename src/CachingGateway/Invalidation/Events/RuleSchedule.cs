using System.Globalization;
using CachingGateway.Observability;
using CachingGateway.Policies;

namespace CachingGateway.Invalidation.Events;

/// <summary>
/// Applies rules when their time comes (UTC). Every replica does: they ask under one delivery, so that it happens once.
/// </summary>
internal sealed class RuleSchedule(
    PolicySource policies, IInvalidator invalidator, TimeProvider time, ILogger<RuleSchedule> logger) : BackgroundService
{
    /// <summary>How often it looks at the clock, and tries again what the store could not take.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The name under which a due time is applied once in the world.</summary>
    public static string DeliveryOf(DueRule due) =>
        $"cron/{due.Rule.Id}/{due.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rules = new DueRules(time.GetUtcNow());
        using var timer = new PeriodicTimer(Interval, time);
        while (await NextAsync(timer, stoppingToken))
        {
            var policy = policies.Current;
            foreach (var due in rules.At(policy.Events, time.GetUtcNow()))
            {
                if (await TryApplyAsync(due, policy, stoppingToken))
                    rules.Done(due);
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> TryApplyAsync(DueRule due, PolicySnapshot policy, CancellationToken stopping)
    {
        try
        {
            var groups = new TargetGroups(policy);
            groups.Add(due.Rule, Policies.Events.EventValues.None);
            foreach (var request in groups.Requests("schedule", due.Rule.On, DeliveryOf(due)))
            {
                if (await invalidator.InvalidateAsync(request, stopping) is not { } acknowledgement)
                {
                    Log.RuleDelayed(logger, due.Rule.On, due.At);
                    return false;
                }

                Log.RuleApplied(logger, due.Rule.On, due.At, acknowledgement.Fence.ToString());
            }

            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of one rule must not end the others, nor the process.
            if (!stopping.IsCancellationRequested)
                Log.RuleFailed(logger, due.Rule.On, exception);
            return false;
        }
    }
}
