namespace CachingGateway.Policies.Reading;

/// <summary>
/// The faults of one load. A fragment that several routes share is read once for each of them, so equal faults count once.
/// </summary>
internal sealed class FaultList
{
    private readonly HashSet<PolicyFault> _faults = [];

    public int Count => _faults.Count;

    public void Add(SourcePlace place, string found, string problem, string allowed) =>
        _faults.Add(new PolicyFault(place, found, problem, allowed));

    /// <summary>All faults, by file in reading order, then by position.</summary>
    public IReadOnlyList<PolicyFault> Sorted() =>
    [
        .. _faults.OrderBy(fault => fault.Place.FileOrder).ThenBy(fault => fault.Place.Line).ThenBy(fault => fault.Place.Column),
    ];
}
