namespace CachingGateway.Management.Requests;

/// <summary>One thing that is wrong with a call.</summary>
/// <param name="Path">The JSON path in the body, or the parameter's name.</param>
/// <param name="Found">As JSON, or as the parameter was written.</param>
/// <param name="Problem">One clause that goes on from it: <c>which is no member</c>.</param>
/// <param name="Allowed">What may stand there.</param>
internal sealed record RequestFault(string Path, string Found, string Problem, string Allowed)
{
    public override string ToString() => $"{Path}: found {Found}, {Problem}; allowed: {Allowed}";
}
