namespace CachingGateway.Observability;

/// <summary>
/// What came of a webhook. A closed set: the same token appears in the answer (<c>reason</c>), in the log and in metrics.
/// </summary>
internal enum EventReason
{
    /// <summary>It was taken, and what it names is retired.</summary>
    Taken,

    // Nothing to do.

    /// <summary>No rule is for it.</summary>
    UnknownEvent,

    /// <summary>Rules are for it, but their optional values lack, or their arrays are empty.</summary>
    NoTargets,

    /// <summary>An empty array.</summary>
    NoEvents,

    // Refused, with nothing applied.

    /// <summary>The policy has no source of this name.</summary>
    UnknownSource,

    /// <summary>Another method than POST.</summary>
    MethodNotAllowed,

    /// <summary>The signature or token is missing, or is none of the source's.</summary>
    BadSignature,

    /// <summary>The time it was signed at is more than five minutes away.</summary>
    BadTime,

    /// <summary>No JSON, or none of a form that events have.</summary>
    BadBody,

    /// <summary>Larger than 1 MB.</summary>
    TooLarge,

    /// <summary>A value that a template needs lacks.</summary>
    ValueMissing,

    /// <summary>A value makes a text longer than tags and patterns may be.</summary>
    ValueTooLong,

    /// <summary>More events, or more to retire, than one webhook may bring.</summary>
    TooMany,

    /// <summary>More webhooks than the source's limit, or too many bytes of them at once.</summary>
    RateLimit,

    /// <summary>The store cannot take it now; it has to be sent again.</summary>
    StoreUnavailable,
}

/// <summary>The tokens of <see cref="EventReason"/>.</summary>
internal static class EventReasons
{
    private static readonly string[] Tokens = [.. Enum.GetNames<EventReason>().Select(CacheReasons.KebabCase)];

    /// <summary><c>bad-signature</c> for <see cref="EventReason.BadSignature"/>.</summary>
    public static string Token(this EventReason reason) => Tokens[(int)reason];
}
