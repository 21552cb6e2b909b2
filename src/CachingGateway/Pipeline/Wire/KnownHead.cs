namespace CachingGateway.Pipeline.Wire;

/// <summary>A request's head as it came over the wire, and what it meant when it was read field by field.</summary>
/// <param name="Hash">Of its bytes.</param>
/// <param name="Bytes">From the method to the empty line.</param>
/// <param name="Plan">The plan of the plain request that it is.</param>
/// <param name="Headers">Its fields, for what a stored answer varies by.</param>
internal sealed record KnownHead(ulong Hash, byte[] Bytes, RequestPlan Plan, IHeaderDictionary Headers)
{
    /// <summary>How it was answered last; written whole, by whoever comes.</summary>
    public volatile ResponseHead? LastAnswer;
}
