using System.Text.Json;
using CachingGateway.Observability;
using CachingGateway.Policies;
using CachingGateway.Policies.Events;

namespace CachingGateway.Invalidation.Events;

/// <summary>What a write that passed through retires.</summary>
/// <param name="Requests">At most one for each mode and each time to settle; without deliveries.</param>
/// <param name="Missing">
/// Values that templates need and that lack, as they write them. Their targets are left out: the write has been made, and
/// everything else that it changed is to be retired.
/// </param>
internal sealed record WriteResolution(IReadOnlyList<InvalidationRequest> Requests, IReadOnlyList<string> Missing);

/// <summary>Resolves the rules that a write matched.</summary>
internal static class WriteInvalidations
{
    /// <summary>The largest body, of request or response, that templates see: 64 KB.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    // More than can be named one by one; too little must not be retired, as the write has been made.
    private static readonly RuleTarget Everything = new(RuleTargetKind.All, EventTemplate.Plain(""));

    /// <summary>Whether any rule needs the request's body.</summary>
    public static bool ReadRequest(IReadOnlyList<WriteMatch> matches) => matches.Any(match => match.Rule.ReadsRequest);

    /// <summary>Whether any rule needs the response's body.</summary>
    public static bool ReadResponse(IReadOnlyList<WriteMatch> matches) => matches.Any(match => match.Rule.ReadsResponse);

    /// <param name="policy">The policy whose rules they are.</param>
    /// <param name="matches">The rules, and the path's values.</param>
    /// <param name="request">The request's body; what is no JSON, too large or absent has no values.</param>
    /// <param name="response">The response's body, likewise.</param>
    /// <param name="cause">For the ledger: method and path.</param>
    public static WriteResolution Resolve(
        PolicySnapshot policy,
        IReadOnlyList<WriteMatch> matches,
        ReadOnlyMemory<byte> request,
        ReadOnlyMemory<byte> response,
        string cause)
    {
        using var sent = Parse(request);
        using var answered = Parse(response);
        var (groups, missing) = (new TargetGroups(policy), new List<string>());
        foreach (var match in matches)
        {
            var values = new EventValues { Path = match.Values, Request = sent?.RootElement, Response = answered?.RootElement };
            foreach (var target in match.Rule.Targets)
            {
                var fault = groups.Add(match.Rule, target, values);
                if (fault == EventReason.TooMany)
                    groups.Add(match.Rule, Everything, values);
                else if (fault != EventReason.Taken && !missing.Contains(groups.Culprit))
                    missing.Add(groups.Culprit);
            }
        }

        return new WriteResolution(groups.Requests("write", cause, delivery: null), missing);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body) =>
        body.Length is 0 or > MaxBodyBytes ? null : EventJson.Parse(body);
}
