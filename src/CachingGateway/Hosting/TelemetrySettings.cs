namespace CachingGateway.Hosting;

/// <summary>
/// Where traces and metrics go beside <c>/metrics</c>: OpenTelemetry's own variables, which may as well stand at the root of the
/// settings file.
/// </summary>
/// <param name="Traces">The endpoint of traces; <see langword="null"/>: none are made.</param>
/// <param name="Metrics">The endpoint of metrics; <see langword="null"/>: they are not pushed.</param>
internal sealed record TelemetrySettings(string? Traces, string? Metrics)
{
    public const string Disabled = "OTEL_SDK_DISABLED";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];
    private static readonly string[] Exporters = ["otlp", "none"];
    private static readonly string[] Samplers =
    [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    /// <summary>Reads them; every problem is added to <paramref name="faults"/>, as the SDK would only fall back in silence.</summary>
    public static TelemetrySettings Read(IConfiguration settings, ICollection<string> faults)
    {
        CheckWord(settings, "OTEL_EXPORTER_OTLP_PROTOCOL", Protocols, faults);
        CheckWord(settings, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", Protocols, faults);
        CheckWord(settings, "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", Protocols, faults);
        CheckWord(settings, "OTEL_TRACES_SAMPLER", Samplers, faults);
        CheckWord(settings, Disabled, ["true", "false"], faults);
        return new TelemetrySettings(Target("TRACES", settings, faults), Target("METRICS", settings, faults));
    }

    private static string? Target(string signal, IConfiguration settings, ICollection<string> faults)
    {
        var exporter = $"OTEL_{signal}_EXPORTER";
        CheckWord(settings, exporter, Exporters, faults);
        var own = $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";
        var name = settings[own] is { Length: > 0 } ? own : Endpoint;
        var isOff = Is(settings[Disabled], "true") || Is(settings[exporter], "none");
        if (isOff || settings[name] is not { Length: > 0 } endpoint)
            return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            faults.Add($"{name}: found \"{endpoint}\"; allowed: an absolute http or https URL, such as http://localhost:4318");
        return endpoint;
    }

    private static void CheckWord(IConfiguration settings, string name, string[] allowed, ICollection<string> faults)
    {
        if (settings[name] is { Length: > 0 } found && !allowed.Any(word => Is(found, word)))
            faults.Add($"{name}: found \"{found}\"; allowed: {string.Join(", ", allowed)}");
    }

    private static bool Is(string? found, string word) => word.Equals(found, StringComparison.OrdinalIgnoreCase);
}
