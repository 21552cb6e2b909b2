namespace CachingGateway.ProofTests.Mutations;

/// <summary>One rule taken out of the source.</summary>
/// <param name="Name">What was taken out.</param>
/// <param name="Profile">The kind of schedule that it breaks under.</param>
/// <param name="Edits">The replacements; each text must be there exactly once.</param>
public sealed record Mutant(string Name, string Profile, params Edit[] Edits)
{
    public override string ToString() => Name;
}

/// <param name="File">Of the product by its path under <c>src/CachingGateway</c>, of the simulation's own by its name.</param>
/// <param name="Text">What is there.</param>
/// <param name="Replacement">What is there instead.</param>
public sealed record Edit(string File, string Text, string Replacement);
