namespace SampleOrigin.Trigpointing;

/// <summary>
/// What the API shows of its records. Others are shown by their ids, so that an answer changes with what its own version follows.
/// </summary>
internal static class Views
{
    public static object Of(Trig trig, TrigpointingData data, IReadOnlySet<string> include)
    {
        var (latitude, longitude) = trig.At.Degrees;
        return new
        {
            trig.Id, trig.Waypoint, trig.Name, StatusName = trig.PhysicalType, trig.PhysicalType, trig.Condition,
            WgsLat = latitude, WgsLong = longitude, OsgbGridref = trig.At.Reference, trig.County, trig.Version, trig.UpdatedAt,
            Details = include.Contains("details") ? Details(trig) : null,
            Stats = include.Contains("stats") ? Stats(data.LogsOf(trig), data.PhotosOf(trig)) : null,
        };
    }

    public static object Of(Walker user, TrigpointingData data, IReadOnlySet<string> include) => new
    {
        user.Id, user.Name, user.Firstname, user.Surname, user.About, user.MemberSince, user.Version, user.UpdatedAt,
        Stats = include.Contains("stats") ? Stats(data.LogsOf(user), data.PhotosOf(user)) : null,
        Breakdown = include.Contains("breakdown") ? Breakdown(user, data) : null,
    };

    public static object Of(Log log, TrigpointingData data, IReadOnlySet<string> include) => new
    {
        log.Id, log.TrigId, log.UserId, log.Date, log.Condition, log.Score, log.Comment, log.CreatedAt,
        log.Version, log.UpdatedAt,
        Photos = include.Contains("photos") ? data.PhotosOf(log).Select(Of).ToList() : null,
    };

    public static object Of(Photo photo) => new
    {
        photo.Id, photo.LogId, photo.TrigId, photo.UserId,
        photo.Caption, photo.License, photo.Width, photo.Height, photo.Filesize,
        PhotoUrl = $"https://photos.trigpointing.example/{photo.Id / 1000:D3}/P{photo.Id:D5}.jpg",
        IconUrl = $"https://photos.trigpointing.example/{photo.Id / 1000:D3}/I{photo.Id:D5}.jpg",
        photo.CreatedAt, photo.Version, photo.UpdatedAt,
    };

    private static object Details(Trig trig) => new
    {
        trig.Height, OsgbEastings = trig.At.Eastings, OsgbNorthings = trig.At.Northings, FbNumber = trig.Flush,
        CurrentUse = trig.Id % 7 == 0 ? "Passive station" : "none", HistoricUse = trig.Id % 3 == 0 ? "Secondary" : "3rd order",
    };

    private static object Stats(IEnumerable<Log> logs, IEnumerable<Photo> photos)
    {
        var all = logs.ToList();
        return new
        {
            LogsCount = all.Count,
            PhotosCount = photos.Count(),
            AverageScore = all.Count == 0 ? 0 : Math.Round(all.Average(log => log.Score), 2),
            FirstLogged = all.Count == 0 ? (DateOnly?)null : all.Min(log => log.Date),
            LastLogged = all.Count == 0 ? (DateOnly?)null : all.Max(log => log.Date),
        };
    }

    private static object Breakdown(Walker user, TrigpointingData data)
    {
        var trigs = data.LogsOf(user).Select(log => data.Trigs[log.TrigId]).Distinct().ToList();
        return new
        {
            ByPhysicalType = trigs.CountBy(trig => trig.PhysicalType).ToDictionary(),
            ByCounty = trigs.CountBy(trig => trig.County).ToDictionary(),
        };
    }
}
