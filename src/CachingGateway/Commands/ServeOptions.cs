namespace CachingGateway.Commands;

/// <summary>The short ways on the command line to say what the settings file can say at length.</summary>
internal sealed record ServeOptions
{
    /// <summary>The one origin to stand in front of; replaces the <c>ReverseProxy</c> section.</summary>
    public Uri? Origin { get; init; }

    /// <summary>The policy file; replaces <c>Gateway:Policy</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>The Redis that the replicas share; replaces <c>Gateway:Redis:ConnectionString</c>.</summary>
    public string? Redis { get; init; }

    /// <summary>Where clients are answered, separated by semicolons; replaces <c>Kestrel:Endpoints</c>.</summary>
    public string? Urls { get; init; }

    /// <summary>Where operators are answered, separated by semicolons.</summary>
    public string? ManagementUrls { get; init; }

    /// <summary>Where events alone are taken, separated by semicolons; absent: nowhere but on management's own listener.</summary>
    public string? EventsUrls { get; init; }

    /// <summary>The settings file; absent: <c>config/gateway.json</c> if there is one.</summary>
    public string? Config { get; init; }
}
