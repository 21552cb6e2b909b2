using System.Text.Json;
using System.Text.RegularExpressions;
using CachingGateway.Policies.Members;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class PolicySchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(PolicySchema.Write()).RootElement;

    public static string Root
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory.FullName, "CachingGateway.sln")))
                directory = directory.Parent!;
            return directory.FullName;
        }
    }

    [Fact]
    public void FileInConfig_IsWhatTheProgramWrites() =>
        Assert.Equal(PolicySchema.Write(), File.ReadAllText(Path.Combine(Root, "config", "policy.schema.json")));

    [Fact]
    public void EveryMember_IsInTheManual()
    {
        var manual = File.ReadAllText(Path.Combine(Root, "docs", "policy.md"));

        Assert.All(
            PolicyMembers.WholeRoute.Members.Select(member => member.Name).Concat(PolicyMembers.PolicyFile.Members.Select(member => member.Name)),
            name => Assert.Contains($"`{name}", manual, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "routes": [] }""")]
    [InlineData("""{ "$schema": "./x", "version": 1, "service": "s", "include": [], "defaults": { "ttl": 5 }, "classes": { "a": {} }, "routes": [] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": ["/a", "/b"], "methods": ["GET"], "hosts": ["*.x.org"] } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a", "headers": [{ "name": "x", "mode": "Exists" }] }, "ttl": "env:X:5m" }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "statuses": { "404": 1, "5xx": "0s" }, "body": { "max": "1MB" }, "jitter": "1%" }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "bypass": { "limit": "1/s", "clientNoCache": "ignore" }, "client": { "etag": false } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "override": { "vary": "agreed" }, "limits": { "variants": 1 } }] }""")]
    [InlineData("""{ "routes": [], "events": {} }""")]
    [InlineData("""{ "routes": [], "events": { "sources": { "a": { "scheme": "bearer", "secrets": ["env:X:y"], "name": "{a}.{b}", "limit": "5/s" } }, "rules": [{ "on": "log.*", "tags": ["a:{b?}"], "mode": "soft", "settle": "5s" }] } }""")]
    [InlineData("""{ "routes": [], "events": { "rules": [{ "on": { "methods": ["PUT"], "path": "/a/{b}", "hosts": ["a.org"] }, "urls": ["/a/{b}"], "hosts": ["a.org"] }, { "on": { "cron": "* * * * *" }, "all": true }] } }""")]
    public void GoodPolicy_IsValidForBoth(string json)
    {
        _ = PolicyKit.Good(json);
        Assert.True(IsValid(Schema, JsonDocument.Parse(json).RootElement));
    }

    [Theory]
    [InlineData("""{ "routs": [], "routes": [] }""")]
    [InlineData("""{ "version": 2, "routes": [] }""")]
    [InlineData("""{ "service": "", "routes": [] }""")]
    [InlineData("""{ "routes": [{ "match": { "path": "/a" } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "a" } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": [] } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a", "methods": ["get"] } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a", "query": [{ "name": "x", "mode": "NotExists" }] } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "ttl": "5x" }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "ttl": null }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "timeout": 0 }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "statuses": { "199": 1 } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "limits": { "variants": 0 } }] }""")]
    [InlineData("""{ "routes": [{ "name": "a", "match": { "path": "/a" }, "client": { "etag": "yes" } }] }""")]
    [InlineData("""{ "defaults": { "name": "a" }, "routes": [] }""")]
    [InlineData("""{ "routes": [], "events": { "sources": { "a/b": { "scheme": "bearer", "secrets": ["x"] } } } }""")]
    [InlineData("""{ "routes": [], "events": { "sources": { "a": { "scheme": "bearer", "secrets": [] } } } }""")]
    [InlineData("""{ "routes": [], "events": { "sources": { "a": { "secrets": ["x"] } } } }""")]
    [InlineData("""{ "routes": [], "events": { "rules": [{ "tags": ["a"] }] } }""")]
    [InlineData("""{ "routes": [], "events": { "rules": [{ "on": { "cron": "* * * * *", "path": "/a" }, "tags": ["a"] }] } }""")]
    [InlineData("""{ "routes": [], "events": { "rules": [{ "on": { "methods": [], "path": "/a" }, "tags": ["a"] }] } }""")]
    [InlineData("""{ "routes": [], "events": { "rules": [{ "on": { "path": "/a" }, "tags": ["a"], "mode": "refresh" }] } }""")]
    public void BadPolicy_IsInvalidForBoth(string json)
    {
        Assert.Null(PolicyKit.Load(json).Snapshot);
        Assert.False(IsValid(Schema, JsonDocument.Parse(json).RootElement));
    }

    /// <summary>The part of JSON Schema that the schema uses.</summary>
    private static bool IsValid(JsonElement schema, JsonElement value) => schema.EnumerateObject().All(keyword => keyword.Name switch
    {
        "$ref" => IsValid(Schema.GetProperty("$defs").GetProperty(keyword.Value.GetString()!.Split('/')[^1]), value),
        "anyOf" => keyword.Value.EnumerateArray().Any(each => IsValid(each, value)),
        "type" => keyword.Value.GetString() == TypeOf(value),
        "enum" => keyword.Value.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)),
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(
            value.GetString()!, keyword.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble(),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32(),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(each => IsValid(keyword.Value, each)),
        "required" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" or "patternProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(member => HasValidMember(schema, member)),
        "additionalProperties" => true,
        "$schema" or "title" or "$defs" or "description" or "default" => true,
        _ => throw new InvalidOperationException(keyword.Name),
    });

    private static bool HasValidMember(JsonElement schema, JsonProperty member)
    {
        if (schema.TryGetProperty("properties", out var properties))
            return properties.TryGetProperty(member.Name, out var property) && IsValid(property, member.Value);
        return schema.GetProperty("patternProperties").EnumerateObject()
            .Any(each => Regex.IsMatch(member.Name, each.Name, RegexOptions.None, TimeSpan.FromSeconds(1)) && IsValid(
                each.Value, member.Value));
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value.ValueKind.ToString().ToLowerInvariant(),
    };
}
