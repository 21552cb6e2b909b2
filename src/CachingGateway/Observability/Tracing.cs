using System.Diagnostics;

namespace CachingGateway.Observability;

/// <summary>
/// Makes spans. Where no exporter is configured there is nobody to make them for, and each is <see langword="null"/> at the cost of a
/// comparison.
/// </summary>
/// <param name="isOn">Whether an exporter is configured.</param>
internal sealed class Tracing(bool isOn) : IDisposable
{
    public const string SourceName = "CachingGateway";

    // Of this gateway alone: another one in the same process may be traced while this one is not.
    private readonly ActivitySource? _source = isOn ? new ActivitySource(SourceName) : null;

    public bool IsOn => _source is not null;

    /// <summary>A span inside the current one; to be disposed of where it was made.</summary>
    public Activity? Start(string name, ActivityKind kind = ActivityKind.Internal) => _source?.StartActivity(name, kind);

    /// <summary>A span inside the current one or, where there is none, inside what a client's fields name (W3C Trace Context).</summary>
    public Activity? StartFor(IHeaderDictionary client, string name, ActivityKind kind)
    {
        if (_source is null)
            return null;
        return Activity.Current is null
            && client.TraceParent is [{ } parent]
            && ActivityContext.TryParse(parent, client.TraceState.Count == 0 ? null : client.TraceState.ToString(), isRemote: true, out var remote)
            ? _source.StartActivity(name, kind, remote)
            : _source.StartActivity(name, kind);
    }

    public void Dispose() => _source?.Dispose();
}
