using CachingGateway.Entries;
using CachingGateway.Freshness;
using CachingGateway.Observability;

namespace CachingGateway.Pipeline;

/// <summary>Logs what the cache did with requests; costs next to nothing where the level is off.</summary>
internal sealed class CacheLog(ILogger<CacheLog> logger, TimeProvider time)
{
    public void Hit(CacheEntry entry, long now)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            Log.Hit(logger, entry.Name, Age.Seconds(entry.BornAt + entry.InitialAge, now, time.TimestampFrequency));
    }

    public void Bypassed(HttpContext context, CacheReason reason)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            Log.Bypassed(logger, context.Request.Method, context.Request.Path.ToString(), reason.Token());
    }
}
