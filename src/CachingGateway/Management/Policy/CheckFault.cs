using CachingGateway.Policies;

namespace CachingGateway.Management.Policy;

/// <summary>One fault as <c>check --json</c> and <c>POST /policy/check</c> write it. A fault of the settings has no place within its file.</summary>
internal sealed record CheckFault
{
    /// <summary>The whole of it, as one line.</summary>
    public required string Text { get; init; }

    public string? File { get; init; }

    /// <summary>From 1.</summary>
    public int? Line { get; init; }

    /// <summary>From 1.</summary>
    public int? Column { get; init; }

    /// <summary>The JSON path: <c>$.routes[3].ttl</c>.</summary>
    public string? Path { get; init; }

    public string? Found { get; init; }

    public string? Problem { get; init; }

    public string? Allowed { get; init; }

    public static CheckFault Of(PolicyFault fault) => new()
    {
        Text = fault.ToString(),
        File = fault.Place.File,
        Line = fault.Place.Line,
        Column = fault.Place.Column,
        Path = fault.Place.Path,
        Found = fault.Found,
        Problem = fault.Problem,
        Allowed = fault.Allowed,
    };
}
