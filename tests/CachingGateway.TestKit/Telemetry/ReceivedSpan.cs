namespace CachingGateway.TestKit.Telemetry;

/// <summary>A span as a collector received it; ids in lower-case hexadecimal digits.</summary>
/// <param name="Service">The <c>service.name</c> of its resource.</param>
/// <param name="Kind">As OTLP numbers them: 1 internal, 2 server, 3 client.</param>
/// <param name="Links">The ids of the spans that it is linked to.</param>
internal sealed record ReceivedSpan(
    string Service,
    string Name,
    int Kind,
    string TraceId,
    string SpanId,
    string ParentId,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Links)
{
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>All spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<ReceivedSpan> In(ProtobufFields request) =>
        from resourceSpans in request.Messages(1)
        let resource = AttributesOf(resourceSpans.Messages(1, 1))
        from span in resourceSpans.Messages(2, 2)
        select new ReceivedSpan(
            resource.GetValueOrDefault("service.name", ""),
            span.Text(5),
            (int)span.Number(6),
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            AttributesOf(span.Messages(9)),
            [.. span.Messages(13).Select(link => link.Hex(2))]);

    // KeyValue { key = 1, value = 2: AnyValue { string = 1, bool = 2, int = 3 } }
    private static Dictionary<string, string> AttributesOf(IEnumerable<ProtobufFields> pairs) => pairs.ToDictionary(
        pair => pair.Text(1),
        pair => pair.Messages(2).Select(value => value.Has(1) ? value.Text(1) : value.Number(value.Has(3) ? 3 : 2).ToString()).Single(),
        StringComparer.Ordinal);
}
