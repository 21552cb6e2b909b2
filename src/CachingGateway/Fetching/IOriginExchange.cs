namespace CachingGateway.Fetching;

/// <summary>A feature of a request that goes to the origin: it hears of the answer's head, before the first byte of its body.</summary>
internal interface IOriginExchange
{
    /// <summary>
    /// The response's status and fields are set on <paramref name="context"/>, as the origin sent them but for the hop-by-hop ones.
    /// </summary>
    void OnAnswer(HttpContext context, HttpResponseMessage answer);
}
