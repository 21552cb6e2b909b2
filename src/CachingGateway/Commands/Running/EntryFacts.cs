using System.Globalization;
using CachingGateway.Management.Keys;

namespace CachingGateway.Commands.Running;

/// <summary>What is stored, and what retired it, for people.</summary>
internal static class EntryFacts
{
    private const int MostHistory = 10;

    public static void Add(Facts facts, EntryDetails entry)
    {
        facts.Add("entry", $"{entry.State}, status {entry.Status}, in {string.Join(" and ", entry.In)}");
        facts.Add("  stored", $"{entry.StoredAt.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}, age {entry.AgeSeconds} s, {(entry.TtlSeconds < 0 ? $"stale for {-entry.TtlSeconds} s" : $"fresh for {entry.TtlSeconds} s")}, kept for {entry.KeptForSeconds} s");
        facts.Add("  hits", entry.Hits?.ToString(CultureInfo.InvariantCulture));
        facts.Add("  fence", entry.Fence);
        facts.Add("  tags", entry.Tags.Count == 0 ? null : string.Join(", ", entry.Tags));
        facts.Add("  varied by", entry.VariedBy.Count == 0 ? null : string.Join(", ", entry.VariedBy));
        facts.Add("  identity", $"{entry.Identity}, variant {entry.Variant}");
        facts.AddAll("  headers", entry.Headers);
        facts.Add("  body", $"{entry.BodyBytes} bytes");
        if (entry.Body is { } body)
            facts.Add("", $"{(body.Encoding == "utf-8" ? "" : $"{body.Encoding}: ")}{body.Text}{(body.IsTruncated ? " …" : "")}");
    }

    public static void Add(Facts facts, IReadOnlyList<RetiringRecord> history) => facts.AddAll(
        "named by",
        history.Take(MostHistory).Select(record =>
            $"{record.At.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)} {record.Mode} {record.Target} ({record.Source} {record.Cause}, {record.Sequence})"));
}
