namespace SampleOrigin.Trigpointing;

/// <summary>Maps the API and answers for the site as a whole. Latencies are this sample's own; the system states none.</summary>
internal static class TrigpointingApi
{
    public static readonly LatencyRange One = new(20, 80);
    public static readonly LatencyRange Many = new(80, 250);
    public static readonly LatencyRange Picture = new(300, 900);
    public static readonly LatencyRange Changing = new(30, 120);
    private static readonly LatencyRange Counting = new(200, 600);

    public static void Map(OriginEndpoints endpoints, TrigpointingData data)
    {
        endpoints.Get("/v1/stats/site", Counting, _ => data.Read(() => SiteStats(data)));
        TrigEndpoints.Map(endpoints, data);
        UserEndpoints.Map(endpoints, data);
        LogEndpoints.Map(endpoints, data);
        PhotoEndpoints.Map(endpoints, data);
    }

    private static OriginAnswer SiteStats(TrigpointingData data)
    {
        var newest = data.Logs.Values.Select(log => log.UpdatedAt).DefaultIfEmpty().Max();
        return OriginAnswer.Of(new
        {
            TotalTrigs = data.Trigs.Count,
            TotalUsers = data.Users.Count,
            TotalLogs = data.Logs.Count,
            TotalPhotos = data.Photos.Count,
            Recent_7d = Recent(data, newest.AddDays(-7)),
            Recent_30d = Recent(data, newest.AddDays(-30)),
            ByCondition = data.Trigs.Values.CountBy(trig => trig.Condition).OrderBy(pair => pair.Key).ToDictionary(),
            data.Version,
            UpdatedAt = newest,
        });
    }

    private static object Recent(TrigpointingData data, DateTimeOffset since) => new
    {
        Logs = data.Logs.Values.Count(log => log.CreatedAt >= since),
        Photos = data.Photos.Values.Count(photo => photo.CreatedAt >= since),
        Users = data.Users.Values.Count(user => user.MemberSince >= since),
    };
}
