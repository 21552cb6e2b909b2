namespace CachingGateway.Keys;

/// <summary>How a request body takes part in the key.</summary>
internal enum KeyBody
{
    /// <summary>A request with a body is not looked up.</summary>
    None,

    /// <summary>The body's canonical JSON form is keyed.</summary>
    Json,

    /// <summary>The body's bytes are keyed.</summary>
    Bytes,
}

/// <summary>How a credential takes part in the key.</summary>
internal enum KeyIdentity
{
    /// <summary>A request with <c>Authorization</c> is not looked up.</summary>
    None,

    /// <summary>One entry per <c>Authorization</c> value, which is forwarded.</summary>
    Authorization,
}

/// <summary>
/// A route's <c>key</c>, <c>ignore</c> and <c>forward</c>, as the policy states them. Names of headers are case-insensitive.
/// </summary>
internal sealed record KeySettings
{
    /// <summary>Names the entry; absent: <c>{service}:{route}:{path values}:{params}:v1</c>.</summary>
    public string? Template { get; init; }

    /// <summary>The parameters that are keyed and forwarded; <see langword="null"/>: every one.</summary>
    public IReadOnlyList<string>? Query { get; init; }

    public IReadOnlyList<string> Headers { get; init; } = [];

    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>Whether scheme and host are keyed and forwarded (as <c>X-Forwarded-*</c>). Default: yes.</summary>
    public bool Host { get; init; } = true;

    public KeyBody Body { get; init; }

    public KeyIdentity Identity { get; init; }

    /// <summary>Globs of parameters dropped before key and origin.</summary>
    public IReadOnlyList<string> IgnoreQuery { get; init; } = [];

    /// <summary>Globs of cookies dropped before key and origin.</summary>
    public IReadOnlyList<string> IgnoreCookies { get; init; } = [];

    /// <summary>Header fields forwarded although not keyed.</summary>
    public IReadOnlyList<string> ForwardHeaders { get; init; } = [];

    /// <summary>
    /// Parameters forwarded although not keyed; refused where <see cref="Query"/> is absent, for then every one is keyed.
    /// </summary>
    public IReadOnlyList<string> ForwardQuery { get; init; } = [];

    /// <summary>Cookies forwarded although not keyed.</summary>
    public IReadOnlyList<string> ForwardCookies { get; init; } = [];

    /// <summary>
    /// Forward every end-to-end header field, as a plain HTTP cache does, and leave the variants to the origin's <c>Vary</c>.
    /// Set where freshness is the origin's own; not a member of the policy file.
    /// </summary>
    public bool ForwardAllHeaders { get; init; }

    /// <summary>
    /// Whether the query is one text, keyed and forwarded as it came but for its escapes, since nobody has said that the order of its
    /// parameters means nothing. Set without a policy file; not a member of it.
    /// </summary>
    public bool IsQueryAsSent { get; init; }

    /// <summary>
    /// Whether <c>override.authorization</c> lets a request with <c>Authorization</c> be looked up and its field forwarded.
    /// </summary>
    public bool AuthorizationIsPublic { get; init; }
}
