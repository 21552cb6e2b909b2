namespace CachingGateway.Fetching;

/// <summary>A feature of a request that goes to the origin: it hears of the answer's head, before the first byte of its body.</summary>
internal interface IOriginExchange
{
    /// <summary>
    /// The response's status and fields are set on <paramref name="context"/>, as the origin sent them but for the hop-by-hop ones.
    /// </summary>
    /// <returns>Ends when the answer may go on to the client.</returns>
    ValueTask OnAnswerAsync(HttpContext context, HttpResponseMessage answer);
}
