using CachingGateway.Entries;
using CachingGateway.Invalidation;
using CachingGateway.Invalidation.Records;

namespace CachingGateway.ProofTests.Simulation;

/// <summary>What the origin once said.</summary>
/// <param name="Url">Of what.</param>
/// <param name="Version">Of the origin's register for that URL.</param>
/// <param name="SentAt">When the origin was asked, in true time; of a validated one, when it was asked whether it still holds.</param>
/// <param name="Tags">Those known from the request, and those that only the response told.</param>
internal sealed record Answer(int Url, long Version, long SentAt, IReadOnlyList<string> Tags)
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 16).Select(url => $"n{url}:x")];
    private static readonly string[][] Known = [.. Enumerable.Range(0, 16).Select(url => new[] { $"t{url}", "every" })];

    /// <summary>All that it can be named by.</summary>
    public EntryLabels Labels => new(Names[Url], "route", Tags, (ulong)(Url + 1), 0);

    /// <summary>What can be said before there is an answer.</summary>
    public static EntryLabels KnownOf(int url) => new(Names[url], "route", Known[url], (ulong)(url + 1), 0);

    public static IReadOnlyList<string> TagsOf(int url, long version) => [.. Known[url], $"d{version % 3}"];

    /// <summary>By the words of the design alone, not by the product's index.</summary>
    public bool IsNamedBy(InvalidationTarget target) => target.Kind switch
    {
        TargetKind.Tag => Tags.Contains(target.Text),
        TargetKind.Key => Names[Url] == target.Text,
        TargetKind.Pattern => target.Text.EndsWith('*') && Names[Url].StartsWith(target.Text[..^1], StringComparison.Ordinal),
        TargetKind.Route => target.Text == "route",
        TargetKind.All => true,
        _ => throw new NotSupportedException(target.ToString()),
    };

    /// <summary>Any of what an invalidation can name here.</summary>
    public static InvalidationTarget TargetOf(int number, int urls) => (number % 16) switch
    {
        < 7 => new InvalidationTarget(TargetKind.Tag, $"t{number / 16 % urls}"),
        < 10 => new InvalidationTarget(TargetKind.Tag, $"d{number / 16 % 3}"),
        < 12 => new InvalidationTarget(TargetKind.Pattern, $"n{number / 16 % urls}*"),
        < 14 => new InvalidationTarget(TargetKind.Key, Names[number / 16 % urls]),
        14 => new InvalidationTarget(TargetKind.Tag, "every"),
        _ => number / 16 % 2 == 0 ? new InvalidationTarget(TargetKind.Route, "route") : InvalidationTarget.Everything,
    };
}
