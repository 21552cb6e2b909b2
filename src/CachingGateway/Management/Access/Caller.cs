using Microsoft.AspNetCore.Http.Features;

namespace CachingGateway.Management.Access;

/// <summary>Who makes a call.</summary>
/// <param name="Name">The token's name; <c>local</c>: this machine, where there are no tokens.</param>
internal sealed record Caller(string Name, TokenScopes Scopes)
{
    public static Caller Local { get; } = new("local", TokenScopes.Admin);

    /// <summary>As the ledger names who asked for an invalidation.</summary>
    public string Source => $"management:{Name}";

    /// <summary>The caller of a request that passed the gate.</summary>
    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}
