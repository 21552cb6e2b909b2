using System.Diagnostics.CodeAnalysis;

namespace CachingGateway.Keys;

/// <summary>JSON with members sorted and white space dropped; numbers stay as written.</summary>
internal static class CanonicalJson
{
    /// <summary>The largest body that is made canonical: 1 MB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The deepest nesting: 64.</summary>
    public const int MaxDepth = 64;

    /// <summary>Fails on anything but one JSON value, on duplicate members (after unescaping), invalid UTF-8, lone surrogates, and past the limits.</summary>
    public static bool TryCanonicalize(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out byte[]? canonical) => throw new NotSupportedException("scaffold");
}
