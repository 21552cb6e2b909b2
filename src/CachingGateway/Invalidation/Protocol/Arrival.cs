using CachingGateway.Entries;

namespace CachingGateway.Invalidation.Protocol;

/// <summary>What a replica knew when somebody came: whatever he is handed is held against it (rule 6).</summary>
/// <param name="View">The view of that moment; <see langword="null"/>: there was none yet.</param>
/// <param name="Fence">Its generation and head then.</param>
/// <param name="IsTrusted">Whether it was trusted, by a clock that was read after he came.</param>
internal readonly record struct Arrival(InvalidationView? View, Fence Fence, bool IsTrusted)
{
    public static Arrival At(InvalidationView? view, long now, long grace = 0) =>
        view is null ? default : new Arrival(view, view.Fence, view.IsTrusted(now, grace));

    /// <summary>Whether what was asked behind a fence may be handed to him.</summary>
    public bool Accepts(in EntryLabels labels, Fence fence) => IsTrusted && View!.Suits(labels, fence, Fence);
}
