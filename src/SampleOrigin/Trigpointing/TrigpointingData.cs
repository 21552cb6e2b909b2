namespace SampleOrigin.Trigpointing;

/// <summary>
/// Trigs, walkers, logs and photos. A write gives its version to everything whose own answer it changes: a log to its trig
/// and its walker, a photo to its log as well.
/// </summary>
internal sealed class TrigpointingData(TimeProvider time) : VersionedData(time)
{
    private readonly Dictionary<object, int> _highestDropped = [];

    public SortedDictionary<int, Trig> Trigs { get; } = [];

    public SortedDictionary<int, Walker> Users { get; } = [];

    public SortedDictionary<int, Log> Logs { get; } = [];

    public SortedDictionary<int, Photo> Photos { get; } = [];

    public IEnumerable<Log> LogsOf(Trig trig) => Logs.Values.Where(log => log.TrigId == trig.Id);

    public IEnumerable<Log> LogsOf(Walker user) => Logs.Values.Where(log => log.UserId == user.Id);

    public IEnumerable<Photo> PhotosOf(Trig trig) => Photos.Values.Where(photo => photo.TrigId == trig.Id);

    public IEnumerable<Photo> PhotosOf(Walker user) => Photos.Values.Where(photo => photo.UserId == user.Id);

    public IEnumerable<Photo> PhotosOf(Log log) => Photos.Values.Where(photo => photo.LogId == log.Id);

    public void Put(Log log, Stamp stamp)
    {
        Logs[log.Id] = log with { Version = stamp.Version, UpdatedAt = stamp.At };
        Touch(log.TrigId, log.UserId, stamp);
    }

    public void Put(Photo photo, Stamp stamp)
    {
        Photos[photo.Id] = photo with { Version = stamp.Version, UpdatedAt = stamp.At };
        TouchLog(photo.LogId, stamp);
        Touch(photo.TrigId, photo.UserId, stamp);
    }

    public void Put(Walker user, Stamp stamp) =>
        Users[user.Id] = user with { Version = stamp.Version, UpdatedAt = stamp.At };

    public void Put(Trig trig, Stamp stamp) =>
        Trigs[trig.Id] = trig with { Version = stamp.Version, UpdatedAt = stamp.At };

    /// <summary>Removes a log and its photos.</summary>
    public void Remove(Log log, Stamp stamp)
    {
        foreach (var photo in PhotosOf(log).ToList())
            Drop(Photos, photo.Id);
        Drop(Logs, log.Id);
        Touch(log.TrigId, log.UserId, stamp);
    }

    public void Remove(Photo photo, Stamp stamp)
    {
        Drop(Photos, photo.Id);
        TouchLog(photo.LogId, stamp);
        Touch(photo.TrigId, photo.UserId, stamp);
    }

    /// <summary>Removes a walker with all logs and photos.</summary>
    public void Remove(Walker user, Stamp stamp)
    {
        foreach (var log in LogsOf(user).ToList())
            Remove(log, stamp);
        foreach (var photo in PhotosOf(user).ToList())
            Remove(photo, stamp);
        Drop(Users, user.Id);
    }

    /// <summary>The number of the next record. No number is used twice, so the address of a deleted record stays a 404.</summary>
    public int NextId<T>(SortedDictionary<int, T> records) =>
        1 + Math.Max(records.Keys.LastOrDefault(), _highestDropped.GetValueOrDefault(records));

    private void Drop<T>(SortedDictionary<int, T> records, int id)
    {
        records.Remove(id);
        _highestDropped[records] = Math.Max(id, _highestDropped.GetValueOrDefault(records));
    }

    private void Touch(int trigId, int userId, Stamp stamp)
    {
        if (Trigs.TryGetValue(trigId, out var trig))
            Put(trig, stamp);
        if (Users.TryGetValue(userId, out var user))
            Put(user, stamp);
    }

    private void TouchLog(int logId, Stamp stamp)
    {
        if (Logs.TryGetValue(logId, out var log))
            Logs[logId] = log with { Version = stamp.Version, UpdatedAt = stamp.At };
    }
}
