using System.Text.Json;
using CachingGateway.Invalidation;
using CachingGateway.Management.Keys;
using CachingGateway.Management.Requests;
using CachingGateway.Policies;

namespace CachingGateway.Management.Purging;

/// <summary>How much of a preview is wanted.</summary>
/// <param name="IsInParts">Whether whoever asks goes on where this part ends; else it is all that can be had at once.</param>
/// <param name="From">Where it begins; <see langword="null"/>: at the beginning.</param>
internal readonly record struct PreviewPart(bool IsInParts, WalkCursor? From);

/// <summary>What an operator wants retired.</summary>
/// <param name="Targets">Each once; at least one.</param>
/// <param name="Preview">Only to say what that would be; <see langword="null"/>: it is to be done.</param>
internal sealed record Purge(IReadOnlyList<InvalidationTarget> Targets, InvalidationMode Mode, PreviewPart? Preview)
{
    /// <summary>The longest text of one target.</summary>
    public const int MaxChars = 8192;

    private const int MaxTargets = 10_000;

    private static readonly string Texts = $"texts of 1 to {MaxChars} characters";

    /// <param name="policy">Says by which URLs its responses are known.</param>
    /// <param name="faults">All that is wrong; empty: nothing.</param>
    public static Purge Read(JsonElement json, PolicySnapshot policy, out IReadOnlyList<RequestFault> faults)
    {
        var members = new ObjectReader(json);
        var targets = new List<InvalidationTarget>();
        Add("tags", TargetKind.Tag);
        Add("patterns", TargetKind.Pattern);
        Add("keys", TargetKind.Key);
        var urls = members.Texts("urls", "a path such as /v1/trigs?limit=5, or an absolute URL", url => IsText(url) && UrlTargets.Canonical(url, policy) is not null);
        targets.AddRange(urls.Select(url => UrlTargets.Canonical(url, policy)!.Value));
        var isAll = members.Flag("all");
        var mode = members.Text("mode", "purge, soft", static word => word is "purge" or "soft");
        var isPreview = members.Flag("preview");
        var from = default(WalkCursor);
        var cursor = members.Text("cursor", "what the part before gave, or nothing", text => text.Length == 0 || WalkCursor.TryParse(text, out from));
        if (cursor is not null && !isPreview)
            members.Refuse("$.cursor", $"\"{cursor}\"", "which goes with a preview alone", "preview: true beside it");
        if (isAll && targets.Count > 0)
            members.Refuse("$.all", "true", "which goes with nothing else that is named", "all alone, or what is named without it");
        if (isAll)
            targets.Add(InvalidationTarget.Everything);
        if (targets.Count > MaxTargets)
            members.Refuse("$", $"{targets.Count} targets", "which are too many", $"at most {MaxTargets}");
        // What is named wrongly is named all the same.
        if (targets.Count == 0 && members.Faults().Count == 0)
            members.Refuse("$", "nothing", "which names nothing", "tags, patterns, keys, urls or all");
        faults = members.Faults();
        return new Purge([.. targets.Distinct()], mode == "soft" ? InvalidationMode.Soft : InvalidationMode.Purge, isPreview ? new PreviewPart(cursor is not null, string.IsNullOrEmpty(cursor) ? null : from) : null);

        void Add(string name, TargetKind kind) =>
            targets.AddRange(members.Texts(name, Texts, IsText).Select(text => new InvalidationTarget(kind, text)));
    }

    private static bool IsText(string text) => text.Length is > 0 and <= MaxChars;
}
