namespace CachingGateway.Invalidation.Logs;

/// <summary>How the ledger writes what an invalidation named: <c>kind:text</c>.</summary>
internal static class LedgerTargets
{
    public static string Write(in InvalidationTarget target) => $"{target.Kind.ToString().ToLowerInvariant()}:{target.Text}";

    public static bool TryRead(string text, out InvalidationTarget target)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isTarget = Enum.TryParse<TargetKind>(text.AsSpan(0, Math.Max(0, colon)), ignoreCase: true, out var kind);
        target = isTarget ? new InvalidationTarget(kind, text[(colon + 1)..]) : default;
        return isTarget;
    }
}
