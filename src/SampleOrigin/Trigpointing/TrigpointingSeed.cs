namespace SampleOrigin.Trigpointing;

/// <summary>Plants the data set: the same for the same seed on the same day (visits are counted back from today).</summary>
internal sealed class TrigpointingSeed
{
    public const int TrigCount = 500;
    public const int UserCount = 80;
    public const int LogCount = 2000;
    private const int DaysOfLogs = 900;

    private readonly Random _random;
    private readonly TrigpointingData _data;
    private readonly DateTimeOffset _today;

    private TrigpointingSeed(int seed, TimeProvider time)
    {
        _random = new Random(seed);
        _data = new TrigpointingData(time);
        _today = new DateTimeOffset(time.GetUtcNow().Date, TimeSpan.Zero);
    }

    public static TrigpointingData Plant(int seed, TimeProvider time)
    {
        var planter = new TrigpointingSeed(seed, time);
        for (var id = 1; id <= TrigCount; id++)
            planter._data.Trigs.Add(id, planter.Trig(id));
        for (var id = 1; id <= UserCount; id++)
            planter._data.Users.Add(id, planter.User(id));
        for (var id = 1; id <= LogCount; id++)
            planter.AddLog(id);
        return planter._data;
    }

    private Trig Trig(int id)
    {
        var flush = $"S{1500 + _random.Next(8000)}";
        if (id <= Gazetteer.Known.Length)
        {
            var known = Gazetteer.Known[id - 1];
            return new Trig(id, known.Name, known.County, "Pillar", "G", known.At, known.Height, flush, 1, Ago(DaysOfLogs));
        }

        var county = Pick(Gazetteer.Counties);
        var at = new GridPoint(
            (county.East * 1000) + _random.Next(county.Width * 1000), (county.North * 1000) + _random.Next(county.Height * 1000));
        return new Trig(
            id, $"{Pick(Gazetteer.First)} {Pick(Gazetteer.Second)}", county.Name, Pick(Gazetteer.PhysicalTypes),
            Pick(Gazetteer.Conditions), at, 20 + _random.Next(county.Top), flush, 1, Ago(DaysOfLogs));
    }

    private Walker User(int id)
    {
        string first = Pick(Gazetteer.Firstnames), last = Pick(Gazetteer.Surnames);
        var name = $"{first.ToLowerInvariant()}{last[..1].ToLowerInvariant()}{id:D2}";
        var about = _random.Next(3) == 0
            ? $"Walking since {1970 + _random.Next(45)}, mostly in {Pick(Gazetteer.Counties).Name}."
            : null;
        var since = Ago(_random.Next(DaysOfLogs, 6000));
        return new Walker(id, name, first, last, about, since, 1, since);
    }

    private void AddLog(int id)
    {
        // Later numbers are later days, and low numbers of trigs and walkers are the popular ones.
        var at = Ago(DaysOfLogs - (DaysOfLogs * id / LogCount)).AddMinutes(-_random.Next(1, 900));
        int trig = Skewed(TrigCount), user = Skewed(UserCount);
        var log = new Log(
            id, trig, user, DateOnly.FromDateTime(at.UtcDateTime), Pick(Gazetteer.Conditions), 5 + _random.Next(6),
            Pick(Gazetteer.Comments), at, 1, at);
        _data.Logs.Add(id, log);
        for (var photos = _random.Next(10) - 7; photos > 0; photos--)
            AddPhoto(log);
    }

    private void AddPhoto(Log log)
    {
        var id = _data.Photos.Count + 1;
        var (width, height) = _random.Next(2) == 0 ? (1600, 1200) : (1200, 1600);
        _data.Photos.Add(id, new Photo(
            id, log.Id, log.TrigId, log.UserId, Pick(Gazetteer.Captions), Pick(Gazetteer.Licenses), width, height,
            180_000 + _random.Next(400_000), log.CreatedAt, 1, log.CreatedAt));
    }

    private DateTimeOffset Ago(int days) => _today.AddDays(-days);

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private int Skewed(int count) => 1 + (int)(count * Math.Pow(_random.NextDouble(), 1.7));
}
