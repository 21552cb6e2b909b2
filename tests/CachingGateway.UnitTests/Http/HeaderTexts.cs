using FsCheck;
using FsCheck.Fluent;

namespace CachingGateway.UnitTests.Http;

/// <summary>Header values as a careless or hostile sender writes them: made of the pieces that a parser stumbles over.</summary>
internal static class HeaderTexts
{
    private static readonly string[] Pieces =
    [
        "no-store", "NO-STORE", "private", "no-cache", "max-age", "s-maxage", "max-age=60", "s-maxage=600", "public", "immutable",
        "stale-while-revalidate",
        "=", "=\"", "\"", "\\", "\\\"", ",", ", ", ";", " ", "\t", "60", "-1", "1.5", "99999999999999999999",
        "*", "W/", "\"a\"", "x", "é", "\u007f", "\0", "\uffff",
    ];

    public static Gen<string> Any { get; } =
        Gen.OneOf(
            Gen.Elements(Pieces).ArrayOf().Select(string.Concat),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    public static Arbitrary<string> Arbitrary { get; } = Any.ToArbitrary();
}
