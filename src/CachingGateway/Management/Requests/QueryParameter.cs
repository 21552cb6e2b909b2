namespace CachingGateway.Management.Requests;

/// <summary>What a parameter of a query takes; the calls and their description are made of the same.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Meaning">For people.</param>
/// <param name="Allowed">For messages.</param>
internal abstract record QueryParameter(string Name, string Meaning, string Allowed);

/// <summary>A whole number.</summary>
internal sealed record IntegerParameter(string Name, string Meaning, int Usual, int Least, int Most)
    : QueryParameter(Name, Meaning, $"a whole number from {Least} to {Most}");

/// <summary>A text of at most so many characters.</summary>
internal sealed record TextParameter(string Name, string Meaning, string Allowed, int MaxChars) : QueryParameter(Name, Meaning, Allowed);

/// <summary><c>true</c> or <c>false</c>; absent: the latter.</summary>
internal sealed record FlagParameter(string Name, string Meaning) : QueryParameter(Name, Meaning, "true, false");
