namespace CachingGateway.SoakTests.Checking;

/// <summary>All resources there are.</summary>
internal sealed class Catalogue
{
    private const int Groups = 3;
    private const int PerKind = 10;

    /// <summary>How much more popular the first is than the second, and so on.</summary>
    private const double Skew = 1.0;

    private readonly Dictionary<string, Resource> _byPath;
    private readonly double[] _popularity;

    public Catalogue(Random dice)
    {
        All = [.. Enum.GetValues<ResourceKind>().SelectMany(
            kind => Enumerable.Range(0, PerKind).Select(id => new Resource(kind, id % Groups, id)))];
        // Told apart from the others by its group, so that nobody but the probe invalidates it without invalidating everything.
        Probe = new Resource(ResourceKind.Tagged, Groups, PerKind);
        _byPath = All.Append(Probe).ToDictionary(resource => resource.Path, StringComparer.Ordinal);
        Ranked = [.. All];
        dice.Shuffle(Ranked);
        _popularity = new double[All.Count];
        var sum = 0.0;
        for (var i = 0; i < All.Count; i++)
            _popularity[i] = sum += 1 / Math.Pow(i + 1, Skew);
    }

    /// <summary>What traffic reads and writes.</summary>
    public IReadOnlyList<Resource> All { get; }

    /// <summary>One that only the search for signs of life reads and writes.</summary>
    public Resource Probe { get; }

    private Resource[] Ranked { get; }

    public Resource? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>One of them, by Zipf's law.</summary>
    public Resource Draw(Random dice)
    {
        var at = Array.BinarySearch(_popularity, dice.NextDouble() * _popularity[^1]);
        return Ranked[Math.Min(at < 0 ? ~at : at, Ranked.Length - 1)];
    }

    /// <summary>The forms in which a resource may be asked for.</summary>
    public static string DrawForm(Resource resource, Random dice) => resource.Kind switch
    {
        ResourceKind.Named => dice.Next(3) is 0 ? "" : $"page={dice.Next(1, 3)}",
        ResourceKind.Varied => "abc"[dice.Next(3)].ToString(),
        _ => "",
    };
}
