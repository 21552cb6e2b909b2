namespace CachingGateway.Keys;

/// <summary>
/// The identity of an entry: the first 128 bits of SHA-256 over the length-prefixed scheme, method, host, path as forwarded
/// and every keyed value. Two requests that differ in any of them never share a key.
/// </summary>
internal readonly record struct EntryKey(ulong High, ulong Low)
{
    // The bits are those of a cryptographic hash: any of them spread well.
    public override int GetHashCode() => (int)Low;

    public override string ToString() => new Digest(High, Low).ToString();
}

/// <summary>The identity of one variant among those of a key: 128 bits of SHA-256 over its header values.</summary>
internal readonly record struct VariantKey(ulong High, ulong Low)
{
    public override int GetHashCode() => (int)Low;
}

/// <summary>The first 128 bits of a SHA-256. As text, in names: 32 lower-case hexadecimal digits.</summary>
internal readonly record struct Digest(ulong High, ulong Low)
{
    public override string ToString() => $"{High:x16}{Low:x16}";
}
