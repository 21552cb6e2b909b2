namespace SampleOrigin.SmartTrip;

/// <summary>Maps what is read; latencies are those that the system measured.</summary>
internal static class SmartTripApi
{
    private static readonly LatencyRange Locations = new(50, 200);
    private static readonly LatencyRange Reference = new(50, 150);
    private static readonly LatencyRange People = new(50, 200);
    private static readonly LatencyRange Trip = new(100, 300);
    private static readonly LatencyRange Scoring = new(500, 2500);

    public static void Map(OriginEndpoints endpoints, SmartTripData data)
    {
        endpoints.Get("/api/locations", Locations, _ => data.Read(() => OriginAnswer.Of(new
        {
            Success = true, data.Countries.Count, data.Countries,
            Continents = data.Countries.Select(country => country.Continent).Distinct(), Version = data.ReferenceVersion,
        })));
        endpoints.Get("/api/trip-types", Reference, _ => data.Read(() => List(data.TripTypes, data.ReferenceVersion)));
        endpoints.Get("/api/tags", Reference, _ => data.Read(() => List(data.Tags, data.ReferenceVersion)));
        endpoints.Get("/api/guides", People, _ => data.Read(() => List(
            data.Guides.Values, data.Guides.Values.Max(guide => guide.Version))));
        endpoints.Get("/api/v2/companies", People, _ => data.Read(() => List(
            data.Companies.Values, data.Companies.Values.Max(company => company.Version))));
        endpoints.Get("/api/v2/templates/{id}", Trip, request => data.Read(() =>
            data.Templates.TryGetValue(request.Id("id"), out var template) ? Of(template, data) : NoSuch("Template")));
        endpoints.Get("/api/v2/occurrences/{id}", Trip, request => data.Read(() =>
            data.Occurrences.TryGetValue(request.Id("id"), out var occurrence) ? Of(occurrence) : NoSuch("Occurrence")));
        endpoints.Post("/api/v2/recommendations", Scoring, request => RecommendAsync(request, data));
        SmartTripWrites.Map(endpoints, data);
    }

    public static OriginAnswer NoSuch(string what) => Fault($"{what} not found", StatusCodes.Status404NotFound);

    public static OriginAnswer BadBody(string needed) => Fault($"Invalid JSON: {needed}", StatusCodes.Status400BadRequest);

    public static OriginAnswer Of(Occurrence occurrence) => One(occurrence);

    public static OriginAnswer One(object record) => OriginAnswer.Of(new { Success = true, Data = record });

    public static OriginAnswer Of(TripTemplate template, SmartTripData data) => One(new
    {
        template.Id, template.Title, template.Description, template.TripTypeId, template.Countries, template.TagIds,
        template.BasePrice, template.Difficulty, template.TypicalDurationDays,
        Company = new { Id = template.CompanyId, data.Companies[template.CompanyId].Name },
        Guides = template.GuideIds.Select(id => new { id, data.Guides[id].Name }).ToList(),
        template.Version, template.UpdatedAt,
    });

    private static OriginAnswer List<T>(IReadOnlyCollection<T> records, long version) =>
        OriginAnswer.Of(new { Success = true, records.Count, Data = records, Version = version });

    private static OriginAnswer Fault(string error, int status) =>
        OriginAnswer.Of(new { Success = false, Error = error }, status);

    private static async ValueTask<OriginAnswer> RecommendAsync(OriginRequest request, SmartTripData data) =>
        await request.BodyAsync<Preferences>() is { } wanted
            ? data.Read(() => Recommendations.For(wanted, data))
            : BadBody("preferences are needed");
}
