namespace CachingGateway.Keys;

/// <summary>The content codings a client takes, of those that the gateway tells apart (RFC 9110 §12.5.3).</summary>
[Flags]
internal enum AcceptedCodings
{
    None = 0,
    Gzip = 1,
    Brotli = 2,
}
