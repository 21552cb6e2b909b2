using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using CachingGateway.Entries;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CachingGateway.Storage;

/// <summary>
/// The live bytes that an entry holds, rather too many than too few. Strings that the whole process shares (the names of
/// well-known fields, the route's name, a <c>Vary</c>'s names) are not counted.
/// </summary>
internal static class EntrySize
{
    private const int ArrayHeaderBytes = 24;
    private const int HeaderFieldBytes = 16;

    /// <summary>Measured, so that it stays right when the entry gets another member.</summary>
    private static readonly long EntryObjectBytes = MeasureObject(typeof(CacheEntry));

    private static readonly long VariedByObjectBytes = MeasureObject(typeof(VariedBy));

    private static readonly FrozenDictionary<string, string> SharedNames = typeof(HeaderNames)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null))
        .OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(name => name, StringComparer.Ordinal);

    public static long Of(CacheEntry entry) =>
        EntryObjectBytes
        + OfString(entry.Name)
        + OfTags(entry.Tags)
        + OfHeaders(entry.Headers)
        + OfArray(entry.Body.LongLength)
        + OfString(entry.ETag)
        + (entry.VariedBy is null ? 0 : VariedByObjectBytes);

    private static long OfHeaders(HeaderField[] headers)
    {
        var bytes = OfArray((long)headers.Length * HeaderFieldBytes);
        foreach (var (name, value) in headers)
            bytes += OfFieldName(name) + OfValues(value);
        return bytes;
    }

    private static long OfFieldName(string name) =>
        SharedNames.TryGetValue(name, out var shared) && ReferenceEquals(shared, name) ? 0 : OfString(name);

    private static long OfValues(StringValues values)
    {
        if (values.Count <= 1) return OfString(values.ToString());
        var bytes = OfArray((long)values.Count * IntPtr.Size);
        foreach (var value in values)
            bytes += OfString(value);
        return bytes;
    }

    private static long OfTags(IReadOnlyList<string> tags)
    {
        if (tags.Count == 0) return 0;
        // A list holds its array beside itself, and may have grown it to twice the need.
        var bytes = tags is string[]
            ? OfArray((long)tags.Count * IntPtr.Size)
            : OfArray(0) + (2 * OfArray((long)tags.Count * IntPtr.Size));
        for (var i = 0; i < tags.Count; i++)
            bytes += OfString(tags[i]);
        return bytes;
    }

    private static long OfString(string? text) => string.IsNullOrEmpty(text) ? 0 : Align(22 + (2L * text.Length));

    private static long OfArray(long contentBytes) => Align(ArrayHeaderBytes + contentBytes);

    private static long Align(long bytes) => (bytes + 7) & ~7L;

    private static long MeasureObject(Type type)
    {
        // The first allocation of a type may bring the runtime's own with it.
        RuntimeHelpers.GetUninitializedObject(type);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RuntimeHelpers.GetUninitializedObject(type);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
