using CachingGateway.Keys;
using CachingGateway.Policies.Events;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Policies;

public sealed class EventTemplateTests
{
    [Theory]
    [InlineData("trig:{data.trig_id}", """{"data":{"trig_id":123}}""", "Tag trig:123")]
    [InlineData("trig:{data.trig_id}", """{"data":{"trig_id":"123"}}""", "Tag trig:123")]
    [InlineData("x:{n}", """{"n":1.50}""", "Tag x:1.50")]
    [InlineData("x:{n}", """{"n":-1e3}""", "Tag x:-1e3")]
    [InlineData("x:{n}", """{"n":12345678901234567890}""", "Tag x:12345678901234567890")]
    [InlineData("x:{b}", """{"b":true}""", "Tag x:true")]
    [InlineData("x:{s}", """{"s":"a:*\u00e4 \n"}""", "Tag x:a:*ä \n")]
    [InlineData("{a}-{b.c[1]}", """{"a":1,"b":{"c":[0,7]}}""", "Tag 1-7")]
    [InlineData("x", "{}", "Tag x")]
    public void Tag_TakesValuesAsTheyAre(string tag, string payload, string expected) =>
        Assert.Equal([expected], Tags(tag, payload));

    [Theory]
    [InlineData("x:{ids}", """{"ids":[1,"b",true]}""", "Tag x:1", "Tag x:b", "Tag x:true")]
    [InlineData("x:{ids[*]}", """{"ids":[1,2]}""", "Tag x:1", "Tag x:2")]
    [InlineData("x:{l[*].id}", """{"l":[{"id":1},{"id":2}]}""", "Tag x:1", "Tag x:2")]
    [InlineData("x:{l[*].t[*]}", """{"l":[{"t":[1,2]},{"t":[3]}]}""", "Tag x:1", "Tag x:2", "Tag x:3")]
    [InlineData("{l[*].a}:{l[*].b}", """{"l":[{"a":1,"b":2},{"a":3,"b":4}]}""", "Tag 1:2", "Tag 3:4")]
    [InlineData("{l[*].a}:{l[*].t[*]}", """{"l":[{"a":1,"t":[2,3]},{"a":4,"t":[5]}]}""", "Tag 1:2", "Tag 1:3", "Tag 4:5")]
    [InlineData("{a}:{b}", """{"a":[1,2],"b":[3,4]}""", "Tag 1:3", "Tag 1:4", "Tag 2:3", "Tag 2:4")]
    [InlineData("x:{ids}", """{"ids":[1,1]}""", "Tag x:1")]
    [InlineData("x:{ids}", """{"ids":[]}""")]
    [InlineData("x:{l[*].id?}", """{"l":[{"id":1},{}]}""", "Tag x:1")]
    public void Array_MakesSeveralTargets(string tag, string payload, params string[] expected) =>
        Assert.Equal(expected, Tags(tag, payload));

    [Theory]
    [InlineData("x:{a.b}", "{}", "a.b")]
    [InlineData("x:{a.b}", """{"a":null}""", "a.b")]
    [InlineData("x:{a}", """{"a":null}""", "a")]
    [InlineData("x:{a}", """{"a":{"b":1}}""", "a")]
    [InlineData("x:{a}", """{"a":[1,{}]}""", "a")]
    [InlineData("x:{a[2]}", """{"a":[1,2]}""", "a[2]")]
    [InlineData("x:{a[0]}", """{"a":{"0":1}}""", "a[0]")]
    [InlineData("x:{a[*].id}", """{"a":[{"id":1},{}]}""", "a[*].id")]
    [InlineData("x:{a.b}", """{"a":[{"b":1}]}""", "a.b")]
    [InlineData("x:{A}", """{"a":1}""", "A")]
    [InlineData("{a}", """{"a":""}""", "{a}")]
    [InlineData("x:{a?}:{b}", "{}", "b")]
    public void NeededValueThatLacks_RefusesTheWhole(string tag, string payload, string culprit) => Assert.Equal(
        [$"ValueMissing: The payload lacks {culprit}, which the rule for \"*\" needs."], Tags(tag, payload));

    [Theory]
    [InlineData("x:{a?}", "{}")]
    [InlineData("x:{a.b?}", """{"a":1}""")]
    [InlineData("x:{a?}", """{"a":null}""")]
    [InlineData("x:{a?}:{b}", """{"b":1}""")]
    [InlineData("x:{b}:{a?}", """{"b":1}""")]
    public void OptionalValueThatLacks_LeavesTheTargetOut(string tag, string payload) => Assert.Empty(Tags(tag, payload));

    [Theory]
    [InlineData("trig:{id}:*", """{"id":123}""", "Pattern trig:123:*")]
    [InlineData("trig:{id}:*", """{"id":"*"}""", "Pattern trig:%2A:*")]
    [InlineData("trig:{id}:?", """{"id":"a:b?"}""", "Pattern trig:a%3Ab%3F:?")]
    [InlineData("trig:{id}:*", """{"id":"ä/x,y"}""", "Pattern trig:%C3%A4/x,y:*")]
    [InlineData("trig:{id}:*", """{"id":"-"}""", "Pattern trig:%2D:*")]
    public void Pattern_WritesValuesAsNamesDo(string pattern, string payload, string expected) => Assert.Equal(
        [expected], EventsKit.Targets($$"""{ "on": "*", "patterns": ["{{pattern}}"] }""", payload, Named));

    [Theory]
    [InlineData("123")]
    [InlineData("a b")]
    [InlineData("a*b?c:d")]
    [InlineData("ä%/\\\"")]
    [InlineData("-")]
    [InlineData("params_x")]
    public void PatternOfAPathsValue_MatchesTheNameThatThePathGives(string value)
    {
        var policy = PolicyKit.Good("""
            { "routes": [{ "name": "trig", "match": { "path": "/t/{**id}" }, "key": { "template": "trig:{id}:{params}:v1" } }] }
            """);
        var target = "/t/" + Uri.EscapeDataString(value).Replace("%2F", "/", StringComparison.Ordinal).Replace("%5C", "", StringComparison.Ordinal);
        var match = PolicyKit.Match(policy, target)!;
        Assert.True(CanonicalTarget.TryParse(target, out var canonical));
        var name = match.Route.Key.Build(
            new("GET", "http", "h", target, new Microsoft.AspNetCore.Http.HeaderDictionary()), canonical, match.Values, default).Name;

        var payload = System.Text.Json.JsonSerializer.Serialize(new { id = value.Replace("\\", "", StringComparison.Ordinal) });
        var pattern = Assert.Single(EventsKit.Targets("""{ "on": "*", "patterns": ["trig:{id}:*"] }""", payload, Named))["Pattern ".Length..];

        Assert.True(NameGlob.Matches(pattern, name), $"{pattern} does not match {name}");
        Assert.False(NameGlob.Matches(pattern, "trig:other:v1"));
    }

    [Fact]
    public void PatternOfAValue_MatchesNamesOfThatValueAlone()
    {
        var template = EventsKit.Rules("""{ "on": { "path": "/{**id}" }, "patterns": ["x:{id}:*"] }""").All[0].Targets[0].Text;
        var values = Gen.Sized(size => Gen.ArrayOf(Gen.Elements('a', '*', '?', ':', '%', '-', '/', 'ä', '!'), Math.Min(size, 4) + 1))
            .Select(characters => new string(characters));

        Prop.ForAll(values.ToArbitrary(), values.ToArbitrary(), (one, other) =>
        {
            var name = new System.Text.StringBuilder("x:");
            NameText.Append(name, other, hashed: false);
            return NameGlob.Matches(Pattern(one), name.Append(":v1").ToString()) == (one == other);
        }).QuickCheckThrowOnFailure();

        string Pattern(string value)
        {
            var texts = new List<string>();
            new EventRendering(new EventValues { Path = new PathValues([new("id", value)]) }, 1).Render(template, texts);
            return texts[0];
        }
    }

    [Theory]
    [InlineData("/v1/x/{id}", """{"id":"a b*c"}""", "Url /v1/x/a%20b%2Ac", "Url /v1/x/a%20b*c")]
    [InlineData("/v1/x/{ids}", """{"ids":["a@b","c"]}""", "Url /v1/x/a%40b", "Url /v1/x/c", "Url /v1/x/a@b")]
    [InlineData("/v1/x?q={id}&r=1", """{"id":"a&b=c"}""", "Url /v1/x?q=a%26b%3Dc&r=1")]
    [InlineData("/v1/x?r=1&a={id}", """{"id":1}""", "Url /v1/x?r=1&a=1")]
    [InlineData("https://api.example.org/v1/x/{id}", """{"id":"ä"}""", "Url api.example.org /v1/x/%C3%A4")]
    [InlineData("/v1/x/{id}", """{"id":"a/b"}""")]
    [InlineData("/v1/{id}", """{"id":".."}""")]
    public void Url_PercentEncodesValuesAndIsWhatTheOriginIsAsked(string url, string payload, params string[] expected) => Assert.Equal(
        expected, EventsKit.Targets($$"""{ "on": "*", "urls": ["{{url}}"] }""", payload, Named));

    [Fact]
    public void Key_WritesValuesAsNamesDo() => Assert.Equal(
        ["Key trig:a%2A:v1"], EventsKit.Targets("""{ "on": "*", "keys": ["trig:{id}:v1"] }""", """{"id":"a*"}""", Named));

    [Theory]
    [InlineData("{type}", """{"type":"log.created"}""", "Tag hit")]
    [InlineData("{table}.{op}", """{"table":"log","op":"created"}""", "Tag hit")]
    [InlineData("{type}", """{"type":"photo.created"}""")]
    [InlineData("{type}", """{"type":["log.created"]}""", "ValueMissing: The payload lacks {type}, which the event's name needs.")]
    [InlineData("{type}", "{}", "ValueMissing: The payload lacks type, which the event's name needs.")]
    public void Name_IsMadeOfThePayload(string name, string payload, params string[] expected) => Assert.Equal(
        expected, EventsKit.Targets("""{ "on": "log.*", "tags": ["hit"] }""", payload, $$""", "name": "{{name}}" """));

    [Fact]
    public void SeveralEvents_AreResolvedTogetherOrNotAtAll()
    {
        const string Rule = """{ "on": "*", "tags": ["x:{id}", "all"] }""";

        Assert.Equal(["Tag x:1", "Tag all", "Tag x:2"], EventsKit.Targets(Rule, """[{"id":1},{"id":2}]""", Named));
        Assert.Equal(
            ["ValueMissing: The payload lacks id, which the rule for \"*\" needs. (event 1)"],
            EventsKit.Targets(Rule, """[{"id":1},{}]""", Named));
    }

    [Fact]
    public void TooMuch_IsRefusedSoon()
    {
        var many = string.Join(',', Enumerable.Range(0, 10_001));
        var few = string.Join(',', Enumerable.Range(0, 5000));

        Assert.StartsWith("TooMany: ", Assert.Single(Tags("x:{ids}", $$"""{"ids":[{{many}}]}""")), StringComparison.Ordinal);
        Assert.StartsWith("TooMany: ", Assert.Single(Tags("x:{a}:{b}", $$"""{"a":[{{few}}],"b":[{{few}}]}""")), StringComparison.Ordinal);
        Assert.StartsWith(
            "TooMany: ",
            Assert.Single(Tags("x:{a}:{b}:{c}", $$"""{"a":[{{few}}],"b":[{{few}}],"c":[]}""")),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "ValueTooLong: ", Assert.Single(Tags("x:{a}", $$"""{"a":"{{new string('x', 9000)}}"}""")), StringComparison.Ordinal);
        Assert.StartsWith(
            "TooMany: ",
            Assert.Single(EventsKit.Targets(
                """{ "on": "*", "tags": ["x"] }""", $"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]", Named)),
            StringComparison.Ordinal);
    }

    private const string Named = """, "name": "any" """;

    private static string[] Tags(string tag, string payload) =>
        EventsKit.Targets($$"""{ "on": "*", "tags": ["{{tag}}"] }""", payload, Named);
}
