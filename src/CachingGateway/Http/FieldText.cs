using System.Buffers;

namespace CachingGateway.Http;

/// <summary>What the text of a field may hold.</summary>
internal static class FieldText
{
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Append(0x7f).Select(c => (char)c)]);

    /// <summary>RFC 9110 §5.5: no control character but the horizontal tab is part of a field value.</summary>
    public static bool HasControls(string? value) => value.AsSpan().ContainsAny(Controls);
}
