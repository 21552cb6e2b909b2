namespace CachingGateway.Fetching;

/// <summary>A feature of a request that goes to the origin: it hears of the answer's head, before the first byte of its body.</summary>
internal interface IOriginExchange
{
    /// <summary>The call that it is about.</summary>
    OriginCall Call { get; }

    /// <summary>Whether it passes the answer's body on by itself where that is plain; known once it has heard of the head.</summary>
    bool TakesBody { get; }

    /// <summary>
    /// The response's status and fields are set on <paramref name="context"/>, as the origin sent them but for the hop-by-hop ones.
    /// </summary>
    /// <returns>Ends when the answer may go on to the client.</returns>
    ValueTask OnAnswerAsync(HttpContext context, HttpResponseMessage answer);

    /// <summary>Passes the body on, in YARP's place.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answer">The answer, whose body is <see cref="AnswerBody.IsPlain">plain</see>.</param>
    /// <param name="patience">How long the origin or the client may do nothing: YARP's <c>ActivityTimeout</c>.</param>
    ValueTask PassBodyOnAsync(HttpContext context, HttpResponseMessage answer, TimeSpan patience);
}
