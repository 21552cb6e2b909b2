namespace CachingGateway.Http;

/// <summary>What of a request takes part in matching and keying.</summary>
/// <param name="Method">The method as sent; methods are case-sensitive (RFC 9110 §9.1).</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>, of the client's connection.</param>
/// <param name="Host">The <c>Host</c> field or <c>:authority</c> as sent; not yet canonical.</param>
/// <param name="RawTarget">The request target as sent, before any decoding.</param>
/// <param name="Headers">The header fields as received.</param>
internal readonly record struct RequestHead(string Method, string Scheme, string Host, string RawTarget, IHeaderDictionary Headers);
