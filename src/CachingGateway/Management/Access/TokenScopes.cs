namespace CachingGateway.Management.Access;

/// <summary>What a token allows.</summary>
[Flags]
internal enum TokenScopes
{
    None = 0,

    /// <summary>To look.</summary>
    Read = 1,

    /// <summary>To retire what is stored.</summary>
    Invalidate = 2,

    /// <summary>Everything.</summary>
    Admin = 4,
}

/// <summary>The names of scopes.</summary>
internal static class ScopeNames
{
    private static readonly (string Name, TokenScopes Scope)[] Known =
    [
        ("cache:read", TokenScopes.Read),
        ("cache:invalidate", TokenScopes.Invalidate),
        ("cache:admin", TokenScopes.Admin),
        // What an API that brings tokens of its own calls it.
        ("api:admin", TokenScopes.Admin),
    ];

    public static IEnumerable<string> Each => Known.Select(known => known.Name);

    /// <summary>For messages.</summary>
    public static string All { get; } = string.Join(", ", Each);

    /// <summary>Reads one name; <see cref="TokenScopes.None"/>: it is none.</summary>
    public static TokenScopes Read(string name) => Known.FirstOrDefault(known => known.Name == name).Scope;

    /// <summary>The name of the scope that a rule asks for.</summary>
    public static string Of(AccessRule rule) =>
        rule == AccessRule.AnyScope ? "any scope" : Known.First(known => known.Scope == Needed(rule)).Name;

    /// <summary>Whether the scopes allow what a rule guards.</summary>
    public static bool Allow(this TokenScopes scopes, AccessRule rule) =>
        scopes.HasFlag(TokenScopes.Admin) || (rule != AccessRule.Administer && scopes.HasFlag(Needed(rule)));

    private static TokenScopes Needed(AccessRule rule) => rule switch
    {
        AccessRule.Read => TokenScopes.Read,
        AccessRule.Invalidate => TokenScopes.Invalidate,
        AccessRule.Administer => TokenScopes.Admin,
        _ => TokenScopes.None,
    };
}
