namespace SampleOrigin.SmartTrip;

/// <summary>What changes the catalogue, and the reports of visitors' pages.</summary>
internal static class SmartTripWrites
{
    private const int MaxEvents = 100;
    private static readonly LatencyRange Changing = new(50, 150);

    public static void Map(OriginEndpoints endpoints, SmartTripData data)
    {
        endpoints.Put("/api/v2/templates/{id}", Changing, request => ChangeTemplateAsync(request, data));
        endpoints.Put("/api/v2/occurrences/{id}", Changing, request => ChangeOccurrenceAsync(request, data));
        endpoints.Put("/api/guides/{id}", Changing, request => ChangeGuideAsync(request, data));
        endpoints.Put("/api/v2/companies/{id}", Changing, request => ChangeCompanyAsync(request, data));
        endpoints.Post("/api/tags", Changing, request => AddTagAsync(request, data));
        endpoints.Post("/api/events/batch", Changing, request => TrackAsync(request, data));
    }

    private static ValueTask<OriginAnswer> ChangeTemplateAsync(OriginRequest request, SmartTripData data) =>
        ChangeAsync<TemplateBody, TripTemplate>(request, data, data.Templates, "Template", (template, body, stamp) =>
        {
            data.Put(
                template with
                {
                    Title = body.Title ?? template.Title,
                    Description = body.Description ?? template.Description,
                    BasePrice = body.BasePrice ?? template.BasePrice,
                    Difficulty = body.Difficulty ?? template.Difficulty,
                },
                stamp);
            return SmartTripApi.Of(data.Templates[template.Id], data);
        });

    private static ValueTask<OriginAnswer> ChangeOccurrenceAsync(OriginRequest request, SmartTripData data) =>
        ChangeAsync<OccurrenceBody, Occurrence>(request, data, data.Occurrences, "Occurrence", (occurrence, body, stamp) =>
        {
            data.Put(
                occurrence with
                {
                    Price = body.Price ?? occurrence.Price,
                    SpotsLeft = body.SpotsLeft ?? occurrence.SpotsLeft,
                    Status = body.Status ?? occurrence.Status,
                },
                stamp);
            return SmartTripApi.Of(data.Occurrences[occurrence.Id]);
        });

    private static ValueTask<OriginAnswer> ChangeGuideAsync(OriginRequest request, SmartTripData data) =>
        ChangeAsync<GuideBody, Guide>(request, data, data.Guides, "Guide", (guide, body, stamp) =>
        {
            data.Put(guide with { Name = body.Name ?? guide.Name, Bio = body.Bio ?? guide.Bio }, stamp);
            return SmartTripApi.One(data.Guides[guide.Id]);
        });

    private static ValueTask<OriginAnswer> ChangeCompanyAsync(OriginRequest request, SmartTripData data) =>
        ChangeAsync<CompanyBody, Company>(request, data, data.Companies, "Company", (company, body, stamp) =>
        {
            data.Put(
                company with
                {
                    Name = body.Name ?? company.Name,
                    Description = body.Description ?? company.Description,
                    IsActive = body.IsActive ?? company.IsActive,
                },
                stamp);
            return SmartTripApi.One(data.Companies[company.Id]);
        });

    private static async ValueTask<OriginAnswer> ChangeAsync<TBody, TRecord>(
        OriginRequest request, SmartTripData data, SortedDictionary<int, TRecord> records, string what,
        Func<TRecord, TBody, Stamp, OriginAnswer> change)
        where TBody : class
    {
        if (await request.BodyAsync<TBody>() is not { } body)
            return SmartTripApi.BadBody($"a {what.ToLowerInvariant()} is needed");
        return data.Write(stamp =>
            records.TryGetValue(request.Id("id"), out var record) ? change(record, body, stamp) : SmartTripApi.NoSuch(what));
    }

    private static async ValueTask<OriginAnswer> AddTagAsync(OriginRequest request, SmartTripData data)
    {
        if (await request.BodyAsync<TagBody>() is not { Name: { Length: > 0 } name } body)
            return SmartTripApi.BadBody("name is needed");
        return data.Write(stamp =>
        {
            var tag = new Tag(data.Tags.Count + 1, name, body.Category ?? "Theme");
            data.Tags.Add(tag);
            data.ReferenceVersion = stamp.Version;
            return OriginAnswer.Created(new { Success = true, Data = tag, stamp.Version });
        });
    }

    private static async ValueTask<OriginAnswer> TrackAsync(OriginRequest request, SmartTripData data)
    {
        if (await request.BodyAsync<EventBatch>() is not { Events: { Length: > 0 and <= MaxEvents } events })
            return SmartTripApi.BadBody($"events: 1 to {MaxEvents} are needed");
        return data.Write(_ =>
        {
            data.TrackedEvents += events.Length;
            return OriginAnswer.Created(new { Success = true, Processed = events.Length, Total = data.TrackedEvents });
        });
    }
}
