namespace CachingGateway.Keys;

/// <summary>
/// The identity of an entry: the first 128 bits of SHA-256 over the length-prefixed scheme, method, host, path as forwarded
/// and every keyed value. Two requests that differ in any of them never share a key.
/// </summary>
internal readonly record struct EntryKey(ulong High, ulong Low)
{
    public override int GetHashCode() => (int)Low;

    public override string ToString() => $"{High:x16}{Low:x16}";
}

/// <summary>The identity of one variant among those of a key: 128 bits of SHA-256 over its header values.</summary>
internal readonly record struct VariantKey(ulong High, ulong Low)
{
    public override int GetHashCode() => (int)Low;
}
