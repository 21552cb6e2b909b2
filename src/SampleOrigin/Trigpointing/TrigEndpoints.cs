namespace SampleOrigin.Trigpointing;

/// <summary><c>/v1/trigs</c> and what hangs on one trig.</summary>
internal static class TrigEndpoints
{
    private const string Includes = "details, stats";

    public static void Map(OriginEndpoints endpoints, TrigpointingData data)
    {
        endpoints.Get("/v1/trigs", TrigpointingApi.Many, request => List(request, data));
        endpoints.Get("/v1/trigs/{trig_id}", TrigpointingApi.One, request => One(request, data));
        endpoints.Get("/v1/trigs/{trig_id}/logs", TrigpointingApi.Many, request => Logs(request, data));
        endpoints.Get("/v1/trigs/{trig_id}/photos", TrigpointingApi.Many, request => Photos(request, data));
        endpoints.Get("/v1/trigs/{trig_id}/map", TrigpointingApi.Picture, request => Map(request, data));
        endpoints.Put("/v1/trigs/{trig_id}", TrigpointingApi.Changing, request => ChangeAsync(request, data));
    }

    private static OriginAnswer List(OriginRequest request, TrigpointingData data)
    {
        if (request.Page is not { } page)
            return Answers.BadPage;
        string? name = request.Text("name"), county = request.Text("county"), type = request.Text("physical_type");
        return data.Read(() => Answers.List(
            request, page,
            data.Trigs.Values.Where(trig =>
                (name is null || trig.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
                && (county is null || trig.County.Equals(county, StringComparison.OrdinalIgnoreCase))
                && (type is null || trig.PhysicalType.Equals(type, StringComparison.OrdinalIgnoreCase))),
            data.Version,
            trig => Views.Of(trig, data, new HashSet<string>())));
    }

    private static OriginAnswer One(OriginRequest request, TrigpointingData data) =>
        request.Include("details", "stats") is not { } include
            ? Answers.BadInclude(Includes)
            : Find(request, data, trig => OriginAnswer.Of(Views.Of(trig, data, include)));

    private static OriginAnswer Logs(OriginRequest request, TrigpointingData data) => request.Page is not { } page
        ? Answers.BadPage
        : Find(request, data, trig => Answers.List(
            request, page, data.LogsOf(trig).Reverse(), trig.Version, log => Views.Of(log, data, new HashSet<string>())));

    private static OriginAnswer Photos(OriginRequest request, TrigpointingData data) => request.Page is not { } page
        ? Answers.BadPage
        : Find(request, data, trig => Answers.List(
            request, page, data.PhotosOf(trig).Reverse(), trig.Version, Views.Of));

    private static OriginAnswer Map(OriginRequest request, TrigpointingData data) => Pictures.Size(request) is not { } size
        ? Pictures.BadSize
        : Find(request, data, trig =>
        {
            var logged = data.LogsOf(trig).Any();
            return OriginAnswer.Png(() => Pictures.TrigMap(trig, logged, size));
        });

    private static async ValueTask<OriginAnswer> ChangeAsync(OriginRequest request, TrigpointingData data)
    {
        if (await request.BodyAsync<TrigBody>() is not { } body)
            return Answers.Unprocessable("a trig in JSON is needed");
        return data.Write(stamp =>
        {
            if (!data.Trigs.TryGetValue(request.Id("trig_id"), out var trig))
                return Answers.NoSuch("Trig");
            data.Put(
                trig with
                {
                    Name = body.Name ?? trig.Name,
                    PhysicalType = body.PhysicalType ?? trig.PhysicalType,
                    Condition = body.Condition ?? trig.Condition,
                },
                stamp);
            return OriginAnswer.Of(Views.Of(data.Trigs[trig.Id], data, new HashSet<string>()));
        });
    }

    private static OriginAnswer Find(OriginRequest request, TrigpointingData data, Func<Trig, OriginAnswer> answer) =>
        data.Read(() => data.Trigs.TryGetValue(request.Id("trig_id"), out var trig) ? answer(trig) : Answers.NoSuch("Trig"));
}
