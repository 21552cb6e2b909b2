namespace SampleOrigin.SmartTrip;

internal sealed record Country(string Code, string Name, string Continent);

internal sealed record TripType(int Id, string Name, string Description);

internal sealed record Tag(int Id, string Name, string Category);

internal sealed record Guide(
    int Id, string Name, string Email, string Bio, string[] Languages, long Version, DateTimeOffset UpdatedAt);

internal sealed record Company(
    int Id, string Name, string Description, string WebsiteUrl, bool IsActive, long Version, DateTimeOffset UpdatedAt);

/// <summary>A trip as the catalogue describes it. Price in euros; difficulty from 1 (easy) to 5.</summary>
internal sealed record TripTemplate(
    int Id, string Title, string Description, int CompanyId, int TripTypeId, string[] Countries, int[] TagIds, int[] GuideIds,
    int BasePrice, int Difficulty, int TypicalDurationDays, long Version, DateTimeOffset UpdatedAt);

/// <summary>A trip that starts on a day.</summary>
internal sealed record Occurrence(
    int Id, int TemplateId, int GuideId, DateOnly StartDate, DateOnly EndDate, int Price, int MaxCapacity, int SpotsLeft,
    string Status, long Version, DateTimeOffset UpdatedAt);

/// <summary>What a traveller is looking for; all of it may be absent.</summary>
internal sealed record Preferences(
    string[]? SelectedCountries, string[]? SelectedContinents, int? PreferredTypeId, int[]? PreferredThemeIds, int? MinDuration,
    int? MaxDuration, int? Budget, int? Difficulty, int? Year, int? Month, int? Limit);

/// <summary>What a client sends to change a record; what is absent stays.</summary>
internal sealed record TemplateBody(string? Title, string? Description, int? BasePrice, int? Difficulty);

internal sealed record OccurrenceBody(int? Price, int? SpotsLeft, string? Status);

internal sealed record GuideBody(string? Name, string? Bio);

internal sealed record CompanyBody(string? Name, string? Description, bool? IsActive);

internal sealed record TagBody(string? Name, string? Category);

/// <summary>What visitors did, as the web page reports it.</summary>
internal sealed record EventBatch(TrackedEvent[]? Events);

internal sealed record TrackedEvent(string? EventType, string? SessionId);
