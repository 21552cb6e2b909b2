using FsCheck;
using FsCheck.Fluent;

namespace CachingGateway.UnitTests.Keys;

internal static class Properties
{
    /// <summary>Checks a property against so many random cases; a failure shows the smallest that was found.</summary>
    public static void Holds<T>(this Gen<T> cases, int count, Func<T, bool> property) =>
        Prop.ForAll(cases.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
