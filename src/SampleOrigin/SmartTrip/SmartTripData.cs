namespace SampleOrigin.SmartTrip;

/// <summary>
/// The catalogue, its reference data and its people. A changed guide or company gives its version to the templates that show
/// its name; an occurrence shows ids only, so it changes by itself.
/// </summary>
internal sealed class SmartTripData(TimeProvider time) : VersionedData(time)
{
    public List<Country> Countries { get; } = [];

    public List<TripType> TripTypes { get; } = [];

    public List<Tag> Tags { get; } = [];

    public SortedDictionary<int, Guide> Guides { get; } = [];

    public SortedDictionary<int, Company> Companies { get; } = [];

    public SortedDictionary<int, TripTemplate> Templates { get; } = [];

    public SortedDictionary<int, Occurrence> Occurrences { get; } = [];

    /// <summary>How many events visitors' pages have reported.</summary>
    public long TrackedEvents { get; set; }

    /// <summary>The version of the latest change of reference data.</summary>
    public long ReferenceVersion { get; set; } = 1;

    public void Put(TripTemplate template, Stamp stamp) =>
        Templates[template.Id] = template with { Version = stamp.Version, UpdatedAt = stamp.At };

    public void Put(Occurrence occurrence, Stamp stamp) =>
        Occurrences[occurrence.Id] = occurrence with { Version = stamp.Version, UpdatedAt = stamp.At };

    public void Put(Guide guide, Stamp stamp)
    {
        Guides[guide.Id] = guide with { Version = stamp.Version, UpdatedAt = stamp.At };
        Touch(template => template.GuideIds.Contains(guide.Id), stamp);
    }

    public void Put(Company company, Stamp stamp)
    {
        Companies[company.Id] = company with { Version = stamp.Version, UpdatedAt = stamp.At };
        Touch(template => template.CompanyId == company.Id, stamp);
    }

    private void Touch(Func<TripTemplate, bool> related, Stamp stamp)
    {
        foreach (var template in Templates.Values.Where(related).ToList())
            Put(template, stamp);
    }
}
