using System.Text;

namespace CachingGateway.Storage.Redis;

/// <summary>A reply to one of the few questions that are asked past the client.</summary>
/// <param name="Bytes">A text, a number as text, or an error's words; <see langword="null"/>: nil, or several.</param>
/// <param name="IsError">Whether the server refused.</param>
/// <param name="Items">Several replies; empty for a single one.</param>
internal sealed record RespReply(byte[]? Bytes, bool IsError, IReadOnlyList<RespReply> Items)
{
    public string? Text => Bytes is null ? null : Encoding.UTF8.GetString(Bytes);
}
