using System.Security.Cryptography;
using CachingGateway.Http;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>What of one request is keyed.</summary>
internal sealed class KeyedInput
{
    public required CanonicalTarget Target { get; init; }

    public required PathValues Path { get; init; }

    public required QueryParameter[] Query { get; init; }

    public required NamedValues[] Headers { get; init; }

    public required NamedValues[] Cookies { get; init; }

    /// <summary>The credential, where one is keyed. It goes into hashes and nowhere else.</summary>
    public required StringValues Credential { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required BodyFields BodyFields { get; init; }

    public bool HasParams => Query.Length > 0 || !Body.IsEmpty;
}

/// <summary>Gives what is keyed its identity and its name.</summary>
internal sealed class KeyIdentifier(
    KeySettings settings, string service, string route, KeyTemplate template, IReadOnlyList<string> pathParameters)
{
    private readonly LeftOutValues _leftOut = new(template, pathParameters);

    public EntryKey Identify(in RequestHead head, KeyedInput input)
    {
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("entry");
        if (settings.Host)
        {
            var known = CanonicalHost.TryParse(head.Host, head.Scheme, out var host);
            encoder.Add(FieldKind.Scheme, head.Scheme.ToLowerInvariant());
            encoder.Add(known ? FieldKind.Host : FieldKind.RawHost, known ? host : head.Host);
        }

        // RFC 9110 §9.3.2: what GET would answer, answers HEAD.
        encoder.Add(FieldKind.Method, head.Method == HttpMethods.Head ? HttpMethods.Get : head.Method);
        encoder.Add(FieldKind.Path, input.Target.Path);
        AddParams(ref encoder, input);
        AddNamed(ref encoder, FieldKind.Header, FieldKind.HeaderValue, input.Headers);
        AddNamed(ref encoder, FieldKind.Cookie, FieldKind.CookieValue, input.Cookies);
        encoder.AddEach(FieldKind.Identity, input.Credential);
        var digest = encoder.Finish();
        return new EntryKey(digest.High, digest.Low);
    }

    public string Name(KeyedInput input, TemplateValues values)
    {
        var name = template.RenderName(values);
        return _leftOut.Hash(input.Target.Path, values) is { } hash ? $"{name}:{hash}" : name;
    }

    public TemplateValues Values(in RequestHead head, KeyedInput input) => new()
    {
        Service = service,
        Route = route,
        Host = CanonicalHost.TryParse(head.Host, head.Scheme, out var host) ? host : head.Host,
        Path = input.Path,
        Query = input.Query,
        Headers = input.Headers,
        Cookies = input.Cookies,
        Identity = input.Credential.Count == 0 ? null : HashCredential(input.Credential),
        Body = input.Body.IsEmpty ? null : HashBody(input),
        Params = input.HasParams ? HashParams(input) : null,
    };

    private static string HashCredential(StringValues credential)
    {
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("credential");
        encoder.AddEach(FieldKind.Identity, credential);
        return encoder.Finish().ToString();
    }

    private static string HashBody(KeyedInput input)
    {
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("body");
        AddBody(ref encoder, input);
        return encoder.Finish().ToString();
    }

    private static string HashParams(KeyedInput input)
    {
        var encoder = new IdentityEncoder(stackalloc byte[IdentityEncoder.ScratchBytes]);
        encoder.Begin("params");
        AddParams(ref encoder, input);
        return encoder.Finish().ToString();
    }

    private static void AddParams(ref IdentityEncoder encoder, KeyedInput input)
    {
        foreach (var parameter in input.Query)
        {
            encoder.Add(parameter);
        }

        AddBody(ref encoder, input);
    }

    private static void AddBody(ref IdentityEncoder encoder, KeyedInput input)
    {
        if (input.Body.IsEmpty)
        {
            return;
        }

        // The body's own hash stands for it, so that a megabyte is not copied to be hashed.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input.Body.Span, hash);
        encoder.Add(FieldKind.Body, hash);
        encoder.Add(FieldKind.ContentType, input.BodyFields.ContentType);
        encoder.Add(FieldKind.ContentEncoding, input.BodyFields.ContentEncoding);
    }

    private static void AddNamed(ref IdentityEncoder encoder, FieldKind name, FieldKind value, NamedValues[] all)
    {
        foreach (var one in all)
        {
            encoder.Add(name, one.Name);
            encoder.AddEach(value, one.Values);
        }
    }
}
