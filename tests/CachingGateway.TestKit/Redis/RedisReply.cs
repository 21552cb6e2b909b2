using System.Text;

namespace CachingGateway.TestKit.Redis;

/// <summary>One reply of a Redis server: a text, a number as text, nothing, an error, or several replies.</summary>
/// <param name="Bytes">The text as it came; <see langword="null"/>: nil, or several.</param>
/// <param name="IsError">Whether the server refused; the text says why.</param>
/// <param name="Items">Several replies; empty for a single one.</param>
internal sealed record RedisReply(byte[]? Bytes, bool IsError, IReadOnlyList<RedisReply> Items)
{
    public string? Text => Bytes is null ? null : Encoding.UTF8.GetString(Bytes);

    public override string ToString() =>
        Items.Count > 0 ? $"[{string.Join(", ", Items)}]" : $"{(IsError ? "error " : "")}{Text ?? "nil"}";

    /// <summary>The value of a <c>field:value</c> line, as <c>INFO</c> and <c>CLUSTER INFO</c> write them.</summary>
    public string? Line(string field) =>
        Text?.Split("\r\n").FirstOrDefault(line => line.StartsWith(field + ":", StringComparison.Ordinal))?[(field.Length + 1)..];

    /// <summary>The value after a name, as <c>CONFIG GET</c> and <c>SENTINEL MASTER</c> list them.</summary>
    public string? Member(string name) =>
        Items.Where((_, i) => i % 2 == 1).Zip(Items.Where((_, i) => i % 2 == 0))
            .FirstOrDefault(pair => string.Equals(pair.Second.Text, name, StringComparison.Ordinal)).First?.Text;
}
