using CachingGateway.Management.Access;

namespace CachingGateway.Hosting;

/// <summary>The <c>Gateway:Management:Tokens</c> section: by name, a hash and scopes.</summary>
internal static class TokenSettings
{
    private const string Section = "Management:Tokens";

    public static IReadOnlyList<ManagementToken> Read(SettingsReader reader, ICollection<string> faults)
    {
        var tokens = new List<ManagementToken>();
        foreach (var name in reader.Children(Section))
        {
            // What is wrong may be the token itself, so it is not shown.
            var hash = TokenHash.Read(reader.Text($"{Section}:{name}:Hash") ?? "");
            if (hash is null)
                faults.Add($"Gateway:{Section}:{name}:Hash: found something else; allowed: {TokenHash.Form}");
            var scopes = Scopes(reader, name, faults);
            if (hash is not null && scopes != TokenScopes.None)
                tokens.Add(new ManagementToken(name, hash, scopes));
        }

        return tokens;
    }

    private static TokenScopes Scopes(SettingsReader reader, string name, ICollection<string> faults)
    {
        var (scopes, words) = (TokenScopes.None, reader.Words($"{Section}:{name}:Scopes"));
        foreach (var word in words)
        {
            var scope = ScopeNames.Read(word);
            if (scope == TokenScopes.None)
                faults.Add($"Gateway:{Section}:{name}:Scopes: found \"{word}\"; allowed: {ScopeNames.All}");
            scopes |= scope;
        }

        if (words.Count == 0)
            faults.Add($"Gateway:{Section}:{name}:Scopes: found nothing; allowed: one or more of {ScopeNames.All}");
        return scopes;
    }
}
