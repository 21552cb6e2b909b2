using CachingGateway.Http;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CachingGateway.UnitTests.Http;

/// <summary>
/// What must hold of directives for any input (RFC 9111 §5.2): they never throw, and mangling never permits more.
/// </summary>
public class DirectiveProperties
{
    private static readonly string[] Restrictions = ["no-store", "private", "no-cache"];

    [Fact]
    public void AnyText_IsReadWithoutAnException() =>
        Prop.ForAll(HeaderTexts.Arbitrary, HeaderTexts.Arbitrary, (one, other) =>
        {
            _ = ResponseDirectives.Parse(new StringValues([one, other]));
            _ = RequestDirectives.Parse(new StringValues([one, other]), other);
            _ = RequestDirectives.Parse(default, new StringValues([one, null]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnotherLine_NeverPermitsMore() =>
        Prop.ForAll(HeaderTexts.Arbitrary, HeaderTexts.Arbitrary, (one, other) =>
            IsAsStrict(ResponseDirectives.Parse(new StringValues([one, other])), ResponseDirectives.Parse(one))
            && IsAsStrict(ResponseDirectives.Parse(new StringValues([other, one])), ResponseDirectives.Parse(one)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void RestrictionAfterAnyText_IsHeard() =>
        Prop.ForAll(HeaderTexts.Arbitrary, Gen.Elements(Restrictions).ToArbitrary(), (text, restriction) =>
            Has(ResponseDirectives.Parse($"{text}, {restriction}"), restriction)).QuickCheckThrowOnFailure();

    [Fact]
    public void RestrictionBeforeAnyText_IsHeard() =>
        Prop.ForAll(HeaderTexts.Arbitrary, Gen.Elements(Restrictions).ToArbitrary(), (text, restriction) =>
            new[] { ", ", ";", " ", "=", "\"" }.All(joint =>
                Has(ResponseDirectives.Parse(restriction + joint + text), restriction)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void LifetimeCutAnywhere_IsNeverLonger() =>
        Prop.ForAll<PositiveInt, bool, bool>((seconds, isQuoted, isShared) =>
        {
            var argument = isQuoted ? $"\"{seconds.Get}\"" : $"{seconds.Get}";
            var whole = (isShared ? "s-maxage=" : "max-age=") + argument;
            return Enumerable.Range(0, whole.Length).All(length =>
            {
                var cut = ResponseDirectives.Parse(whole[..length]);
                return (cut.SMaxAge ?? cut.MaxAge ?? TimeSpan.Zero) <= TimeSpan.FromSeconds(seconds.Get);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LifetimeWithAnythingBehindIt_IsNeverLonger() =>
        Prop.ForAll(HeaderTexts.Arbitrary, text =>
            text.Length > 0 && char.IsAsciiDigit(text[0])
            || ResponseDirectives.Parse("max-age=60" + text).MaxAge <= TimeSpan.FromSeconds(60)).QuickCheckThrowOnFailure();

    [Fact]
    public void WrittenDirectives_AreReadBack() =>
        Prop.ForAll<NonNegativeInt, NonNegativeInt, bool>((own, shared, isPrivate) =>
        {
            var read = ResponseDirectives.Parse($"s-maxage={shared.Get},max-age={own.Get}{(isPrivate ? " , private" : "")}");
            return read.MaxAge == TimeSpan.FromSeconds(own.Get)
                && read.SMaxAge == TimeSpan.FromSeconds(shared.Get) && read.Private == isPrivate;
        }).QuickCheckThrowOnFailure();

    private static bool Has(ResponseDirectives directives, string restriction) => restriction switch
    {
        "no-store" => directives.NoStore,
        "private" => directives.Private,
        _ => directives.NoCache,
    };

    private static bool IsAsStrict(ResponseDirectives found, ResponseDirectives than) =>
        (found.NoStore || !than.NoStore) && (found.Private || !than.Private) && (found.NoCache || !than.NoCache)
        && (found.MustRevalidate || !than.MustRevalidate) && (found.ProxyRevalidate || !than.ProxyRevalidate)
        && NotLonger(found.MaxAge, than.MaxAge) && NotLonger(found.SMaxAge, than.SMaxAge)
        && NotLonger(found.StaleIfError, than.StaleIfError)
        && NotLonger(found.StaleWhileRevalidate, than.StaleWhileRevalidate);

    private static bool NotLonger(TimeSpan? found, TimeSpan? than) => than is null || found <= than;
}
