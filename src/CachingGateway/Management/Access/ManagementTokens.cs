using System.Security.Cryptography;

namespace CachingGateway.Management.Access;

/// <summary>One token of the settings.</summary>
/// <param name="Name">For people, and for the ledger.</param>
/// <param name="Hash">SHA-256 of the token.</param>
internal sealed record ManagementToken(string Name, byte[] Hash, TokenScopes Scopes);

/// <summary>The tokens in force.</summary>
internal sealed class ManagementTokens(IReadOnlyList<ManagementToken> tokens)
{
    private volatile IReadOnlyList<ManagementToken> _tokens = tokens;

    /// <summary>Whether there are any; if not, this machine alone is answered.</summary>
    public bool AreThere => _tokens.Count > 0;

    /// <summary>Puts others in force.</summary>
    public void Use(IReadOnlyList<ManagementToken> tokens) => _tokens = tokens;

    /// <summary>Whose token it is; <see langword="null"/>: nobody's.</summary>
    public ManagementToken? Find(string token)
    {
        var hash = TokenHash.Of(token);
        ManagementToken? found = null;
        // All of them, each in full: how long it takes says nothing.
        foreach (var known in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(known.Hash, hash))
                found = known;
        }

        return found;
    }
}
