namespace CachingGateway.Policies;

/// <summary>Where a text of the policy stands.</summary>
/// <param name="File">The file, as a person would name it: the path as given, or as the including file leads to it.</param>
/// <param name="FileOrder">The file's place in reading order; the policy file itself is 0.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 characters, as editors count.</param>
/// <param name="Path">The JSON path: <c>$.routes[3].ttl</c>.</param>
internal sealed record SourcePlace(string File, int FileOrder, int Line, int Column, string Path);

/// <summary>One thing that is wrong with a policy: where, what was found, and what is allowed.</summary>
/// <param name="Found">As written; a value from the environment is shown as <c>env:NAME</c> only.</param>
/// <param name="Problem">One clause that goes on from it: <c>which is no duration</c>.</param>
/// <param name="Allowed">What may stand there.</param>
internal sealed record PolicyFault(SourcePlace Place, string Found, string Problem, string Allowed)
{
    public override string ToString() =>
        $"{Place.File}:{Place.Line}:{Place.Column} {Place.Path}: found {Found}, {Problem}; allowed: {Allowed}";
}
