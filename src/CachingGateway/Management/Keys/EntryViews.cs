using System.Text;
using System.Text.Unicode;
using CachingGateway.Entries;
using CachingGateway.Storage;

namespace CachingGateway.Management.Keys;

/// <summary>Shows entries.</summary>
internal sealed class EntryViews(EntryStates states)
{
    private const int MostBodyBytes = 1024 * 1024;

    public ListedEntry List(in FoundEntry found)
    {
        var labels = found.Labels;
        var listed = new ListedEntry
        {
            Name = labels.Name,
            Route = labels.Route,
            Identity = (found.Memory?.Key ?? found.Shared!.Value.Meta.Key).ToString(),
            Tags = labels.Tags,
            BodyBytes = found.Memory?.Body.Length ?? found.Shared!.Value.Meta.BodyBytes,
            Fence = (found.Memory?.Fence ?? found.Shared!.Value.Meta.Fence).ToString(),
            In = found.In,
        };
        if (found.Memory is not { } entry)
            return listed;
        var state = states.Of(entry);
        return listed with
        {
            Status = entry.Status,
            State = state.Word,
            AgeSeconds = state.AgeSeconds,
            TtlSeconds = state.TtlSeconds,
            Hits = MemoryStore.HitsOf(entry),
        };
    }

    /// <param name="entry">It whole, wherever it lies.</param>
    /// <param name="found">Where that is.</param>
    /// <param name="withBody">Whether its body is shown.</param>
    public EntryDetails Detail(CacheEntry entry, in FoundEntry found, bool withBody)
    {
        var state = states.Of(entry);
        return new EntryDetails
        {
            Route = entry.Route,
            Identity = entry.Key.ToString(),
            Variant = $"{entry.Variant.High:x16}{entry.Variant.Low:x16}",
            VariedBy = entry.VariedBy?.Names ?? [],
            In = found.In,
            Status = entry.Status,
            State = state.Word,
            StoredAt = states.StoredAt(entry),
            AgeSeconds = state.AgeSeconds,
            TtlSeconds = state.TtlSeconds,
            KeptForSeconds = state.KeptForSeconds,
            Hits = found.Memory is { } inMemory ? MemoryStore.HitsOf(inMemory) : null,
            Tags = entry.Tags,
            Fence = entry.Fence.ToString(),
            Etag = entry.ETag,
            Headers = [.. entry.Headers.SelectMany(field => field.Value, (field, value) => $"{field.Name}: {value}")],
            BodyBytes = entry.Body.Length,
            Body = withBody ? Show(entry.Body) : null,
        };
    }

    private static BodyText Show(byte[] body)
    {
        var shown = body.AsSpan(0, Math.Min(body.Length, MostBodyBytes));
        // A character that the cut goes through is left out.
        var whole = shown;
        for (var cut = 0; cut < 4 && whole.Length > 0 && shown.Length < body.Length && !Utf8.IsValid(whole); cut++)
            whole = whole[..^1];
        return Utf8.IsValid(whole)
            ? new BodyText("utf-8", Encoding.UTF8.GetString(whole), shown.Length < body.Length)
            : new BodyText("base64", Convert.ToBase64String(shown), shown.Length < body.Length);
    }
}
