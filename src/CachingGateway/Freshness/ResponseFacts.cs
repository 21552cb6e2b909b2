using CachingGateway.Http;

namespace CachingGateway.Freshness;

/// <summary>
/// What is known when the head of an origin's response is there, of the response and of the request it answers.
/// </summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The fields as received, before any is dropped: an obstacle hidden by <c>Connection</c> is one.</param>
/// <param name="ReceivedAt">When the head was received.</param>
/// <param name="Authorized">The request carried <c>Authorization</c> and it is not part of the key.</param>
/// <param name="Request">What the client asked for.</param>
internal readonly record struct ResponseFacts(
    int Status, IHeaderDictionary Headers, DateTimeOffset ReceivedAt, bool Authorized, RequestDirectives Request)
{
    /// <summary>How long it took from the request to the head (RFC 9111 §4.2.3, <c>response_delay</c>).</summary>
    public TimeSpan Delay { get; init; }
}
