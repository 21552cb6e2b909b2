namespace SampleOrigin.Trigpointing;

/// <summary>A triangulation pillar or its like. Height in metres; grid values in metres of the National Grid.</summary>
internal sealed record Trig(
    int Id, string Name, string County, string PhysicalType, string Condition, GridPoint At, int Height, string Flush,
    long Version, DateTimeOffset UpdatedAt)
{
    /// <summary>The number by which walkers know it: <c>TP0123</c>.</summary>
    public string Waypoint => $"TP{Id:D4}";
}

internal sealed record Walker(
    int Id, string Name, string Firstname, string Surname, string? About, DateTimeOffset MemberSince,
    long Version, DateTimeOffset UpdatedAt);

/// <summary>A visit to a trig. Score from 0 to 10; condition by the letter that the site uses.</summary>
internal sealed record Log(
    int Id, int TrigId, int UserId, DateOnly Date, string Condition, int Score, string Comment, DateTimeOffset CreatedAt,
    long Version, DateTimeOffset UpdatedAt);

internal sealed record Photo(
    int Id, int LogId, int TrigId, int UserId, string Caption, string License, int Width, int Height, int Filesize,
    DateTimeOffset CreatedAt, long Version, DateTimeOffset UpdatedAt);

/// <summary>What a client sends to write a log; on a change, what is absent stays.</summary>
internal sealed record LogBody(int? TrigId, int? UserId, DateOnly? Date, string? Condition, int? Score, string? Comment);

internal sealed record PhotoBody(int? LogId, string? Caption, string? License);

internal sealed record UserBody(string? Name, string? Firstname, string? Surname, string? About);

internal sealed record TrigBody(string? Name, string? PhysicalType, string? Condition);
