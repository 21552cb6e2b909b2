namespace CachingGateway.Management.Access;

/// <summary>Who may make a call.</summary>
internal enum AccessRule
{
    /// <summary>Anybody: the call guards itself, or tells nothing.</summary>
    Everybody,

    /// <summary>A page without data in it: where there are tokens anybody, since a browser sends none with the first request; else this machine.</summary>
    Page,

    /// <summary>Who has any scope, of which the call itself says more; without tokens this machine, and so below.</summary>
    AnyScope,

    /// <summary>Who has <c>cache:read</c>.</summary>
    Read,

    /// <summary>Who has <c>cache:invalidate</c>.</summary>
    Invalidate,

    /// <summary>Who has <c>cache:admin</c>.</summary>
    Administer,
}

/// <summary>Says of an endpoint who may call it.</summary>
internal sealed record AccessMetadata(AccessRule Rule);

/// <summary>Says so where endpoints are mapped.</summary>
internal static class AccessConventions
{
    public static TBuilder For<TBuilder>(this TBuilder endpoint, AccessRule rule)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessMetadata(rule));
}
