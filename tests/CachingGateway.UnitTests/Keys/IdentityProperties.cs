using CachingGateway.Keys;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CachingGateway.UnitTests.Keys;

public sealed class IdentityProperties
{
    private static readonly KeySettings Everything = new()
    {
        Headers = ["X-A", "X-B"],
        Cookies = ["c", "d"],
        Identity = KeyIdentity.Authorization,
        Body = KeyBody.Bytes,
    };

    [Fact]
    public void RequestsThatDifferInAKeyedPart_NeverShareAnEntry() =>
        Near().Holds(3000, pair => pair.Left.Write().Key(Everything).Key == pair.Right.Write().Key(Everything).Key
            == (pair.Left.Meaning == pair.Right.Meaning));

    [Fact]
    public void EqualRequestsWrittenOtherwise_AlwaysShareAnEntry() =>
        (from one in KeyCase.Any() from seed in Gen.Choose(1, int.MaxValue) select (one, seed)).Holds(1000, c =>
        {
            var (plain, other) = (c.one.Write().Key(Everything), c.one.Write(c.seed).Key(Everything));
            return plain.Key == other.Key && plain.Name == other.Name && plain.ForwardedPath == other.ForwardedPath
                && plain.ForwardedQuery == other.ForwardedQuery;
        });

    [Fact]
    public void WhateverTheTemplate_NoTwoEntriesHaveOneName() =>
        (from template in Templates() from pair in Near() select (template, pair)).Holds(5000, c =>
        {
            // Host and method are not among what a name tells apart.
            var settings = Everything with { Template = c.template, Host = !c.template.Contains("xx", StringComparison.Ordinal) };
            var right = c.pair.Right with { Host = c.pair.Left.Host, Method = c.pair.Left.Method };
            var (one, two) = (c.pair.Left.Write().Key(settings), right.Write().Key(settings));
            return one.Name == two.Name == (one.Key == two.Key);
        });

    [Fact]
    public void ValuesSideBySide_AreNeverTakenForEachOther() =>
        (from separator in Gen.Elements(":", "-", "_", "")
         from left in Pairs()
         from right in Pairs()
         select (separator, left, right)).Holds(4000, c =>
        {
            var settings = new KeySettings
            {
                Template = $"{{first}}:{{rest}}:{{query.x}}{c.separator}{{header.x-a}}",
                Headers = ["X-A"],
                Query = ["x"],
            };
            var (one, two) = (Request(c.left).Key(settings), Request(c.right).Key(settings));
            return one.Name == two.Name == (c.left == c.right) && one.Key == two.Key == (c.left == c.right);
        });

    [Fact]
    public void Key_IsTheSameForOneQueryInAnyOrder() =>
        KeyCase.Any().Holds(500, c =>
        {
            var distinct = c with { Query = [.. c.Query.DistinctBy(p => p.Name)] };
            var reversed = distinct with { Query = [.. distinct.Query.Reverse()] };
            return distinct.Write().Key(Everything).Key == reversed.Write().Key(Everything).Key;
        });

    [Fact]
    public void AllowList_KeysWhatItListsAndNothingElse() =>
        Near().Holds(1500, pair =>
        {
            var settings = Everything with { Query = ["x", "$top"], Headers = ["X-B"] };
            var (left, right) = (Only(pair.Left), Only(pair.Right));
            return pair.Left.Write().Key(settings).Key == pair.Right.Write().Key(settings).Key == (left.Meaning == right.Meaning);

            static KeyCase Only(KeyCase c) =>
                c with { Query = [.. c.Query.Where(p => p.Name is "x" or "$top")], Fields = [[], .. c.Fields.Skip(1)] };
        });

    private static Gen<(string? X, string? A)> Pairs()
    {
        var text = Gen.Elements(null, "", "-", "--", "a", "a-", "-a", "b", "a-b");
        return from x in text from a in text select (x, a);
    }

    private static KeyRequest Request((string? X, string? A) pair) => new()
    {
        Target = pair.X is null ? "/p/q" : $"/p/q?x={pair.X}",
        Fields = pair.A is null ? [] : [$"X-A: {pair.A}"],
    };

    /// <summary>Two requests that differ in one part or in none.</summary>
    private static Gen<(KeyCase Left, KeyCase Right)> Near() =>
        from left in KeyCase.Any()
        from other in KeyCase.Any()
        from part in Gen.Choose(0, 11)
        select (left, part switch
        {
            0 => left with { Host = other.Host },
            1 => left with { Method = other.Method },
            2 => left with { Path = other.Path },
            3 => left with { Query = other.Query },
            4 => left with { Body = other.Body },
            < 10 => left with { Fields = [.. left.Fields.Select((f, i) => i == part - 5 ? other.Fields[i] : f)] },
            10 => left with { IsRaw = other.IsRaw },
            _ => left,
        });

    private static Gen<string> Templates()
    {
        var piece = Gen.Elements(
            "{first}", "{rest}", "{params}", "{query.x}", "{query.x}", "{hash:query.y}", "{query.\u00e9}", "{header.x-a}",
            "{hash:header.x-b}",
            "{cookie.c}", "{body}", "{identity}", "{query.$top}", "v1", "params_");
        var separated = from p in piece
                        from separator in Gen.Elements(":", ":", ":", ":", "-", "", "_:")
                        select p + separator;
        return from pieces in separated.ListOf()
               select "n" + string.Concat(pieces.Take(8));
    }
}
