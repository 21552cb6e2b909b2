using CachingGateway.Keys;
using CachingGateway.Management.Access;
using CachingGateway.Management.Explaining;
using CachingGateway.Management.Requests;
using CachingGateway.Policies;

namespace CachingGateway.Management.Policy;

/// <summary>What is wrong with a text.</summary>
/// <param name="Routes">How many there are; <see langword="null"/>: it is not valid.</param>
internal sealed record CheckAnswer(bool Valid, int? Routes, IReadOnlyList<CheckFault> Faults);

/// <summary>A request to be explained.</summary>
internal sealed record ExplainBody
{
    /// <summary>As a client would ask the gateway: absolute.</summary>
    public required string Url { get; init; }

    /// <summary><c>GET</c> when absent.</summary>
    public string? Method { get; init; }

    /// <summary>Each <c>Name: value</c>.</summary>
    public IReadOnlyList<string>? Headers { get; init; }

    public string? Body { get; init; }
}

/// <summary><c>/policy</c>: what is in force, what is wrong with a text, what is done with a request.</summary>
internal static class PolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapCall("/policy", Show).Answers<PolicyAnswer>("The policy in force.");
        // A text may include what lies on this machine's disk.
        endpoints.MapPost("/policy/check", CheckAsync).For(AccessRule.Administer).Accepts<object>("application/json")
            .Answers<CheckAnswer>("Every fault of a policy's text.");
        endpoints.MapPost("/policy/explain", ExplainAsync).For(AccessRule.Read).Accepts<ExplainBody>("application/json")
            .Answers<Explanation>("What is done with a request, why, and what is stored for it.");
    }

    private static IResult Show(HttpContext context, PolicySource policies) =>
        new QueryReader(context).Faults is { Count: > 0 } faults ? Problems.Of(faults) : Results.Json(PolicyAnswer.Of(policies));

    private static async Task<IResult> CheckAsync(HttpContext context, PolicySource policies)
    {
        if (new QueryReader(context).Faults is { Count: > 0 } faults)
            return Problems.Of(faults);
        var body = await RequestBody.ReadAsync(context);
        if (body.Refusal is not null)
            return body.Refusal;
        var load = PolicyLoader.LoadText(policies.Current.Source, body.Bytes.Span);
        return Results.Json(new CheckAnswer(load.IsGood, load.Snapshot?.Routes.Count, [.. load.Faults.Select(CheckFault.Of)]));
    }

    private static async Task<IResult> ExplainAsync(HttpContext context, LiveExplainer explainer)
    {
        if (new QueryReader(context).Faults is { Count: > 0 } wrong)
            return Problems.Of(wrong);
        var (json, refusal) = await RequestBody.ReadObjectAsync(context);
        if (refusal is not null)
            return refusal;
        using (json)
        {
            var request = Read(new ObjectReader(json!.RootElement), out var faults);
            return faults.Count > 0 ? Problems.Of(faults) : Results.Json(await explainer.ExplainAsync(request, context.RequestAborted));
        }
    }

    private static ExplainedRequest Read(ObjectReader members, out IReadOnlyList<RequestFault> faults)
    {
        var url = members.Text("url", "an absolute http or https URL", ExplainedRequest.IsUrl);
        var method = members.Text("method", "a method, such as GET", RequestFields.IsToken);
        var headers = members.Texts("headers", "a header field, such as \"Accept: text/html\"", static field => ExplainedRequest.TrySplit(field, out _, out _));
        var body = members.Text("body", "a text", static _ => true);
        if (url is null && members.Faults().Count == 0)
            members.Refuse("$.url", "nothing", "which is required", "an absolute http or https URL");
        faults = members.Faults();
        return new ExplainedRequest(method ?? HttpMethods.Get, url ?? "", headers, body is null ? null : System.Text.Encoding.UTF8.GetBytes(body));
    }
}
