namespace SampleOrigin.SmartTrip;

/// <summary>Scores the templates against what a traveller is looking for, from 0 to 100.</summary>
internal static class Recommendations
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 50;
    private const int BaseScore = 25;

    public static OriginAnswer For(Preferences wanted, SmartTripData data)
    {
        var month = Months(wanted, data);
        var candidates = data.Templates.Values.Where(template => Fits(template, wanted, data)).ToList();
        var best = candidates
            .Select(template => (Template: template, Score: Score(template, wanted, month)))
            .OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Template.Id)
            .Take(Math.Clamp(wanted.Limit ?? DefaultLimit, 1, MaxLimit))
            .Select(scored => Show(scored.Template, scored.Score, data))
            .ToList();
        return OriginAnswer.Of(new
        {
            Success = true, best.Count, ApiVersion = "v2", TotalCandidates = candidates.Count, TotalTrips = data.Templates.Count,
            ScoreThresholds = new { High = 70, Mid = 50 }, Preferences = wanted, Data = best, data.Version,
        });
    }

    private static bool Fits(TripTemplate template, Preferences wanted, SmartTripData data)
    {
        string[] countries = wanted.SelectedCountries ?? [], continents = wanted.SelectedContinents ?? [];
        if (countries.Length + continents.Length == 0)
            return true;
        return data.Countries.Any(country => template.Countries.Contains(country.Code)
            && (countries.Contains(country.Code) || countries.Contains(country.Name) || continents.Contains(country.Continent)));
    }

    /// <summary>The templates that start in the month asked for.</summary>
    private static HashSet<int> Months(Preferences wanted, SmartTripData data) => data.Occurrences.Values
        .Where(occurrence => occurrence.SpotsLeft > 0
            && occurrence.StartDate.Month == (wanted.Month ?? occurrence.StartDate.Month)
            && occurrence.StartDate.Year == (wanted.Year ?? occurrence.StartDate.Year))
        .Select(occurrence => occurrence.TemplateId).ToHashSet();

    private static int Score(TripTemplate template, Preferences wanted, HashSet<int> starting)
    {
        var score = BaseScore;
        score += template.TripTypeId == wanted.PreferredTypeId ? 20 : 0;
        score += Math.Min(20, 10 * template.TagIds.Intersect(wanted.PreferredThemeIds ?? []).Count());
        score += template.Difficulty == (wanted.Difficulty ?? template.Difficulty) ? 10 : 0;
        score += template.BasePrice <= (wanted.Budget ?? int.MaxValue) ? 10 : -10;
        score += template.TypicalDurationDays >= (wanted.MinDuration ?? 0)
            && template.TypicalDurationDays <= (wanted.MaxDuration ?? int.MaxValue) ? 10 : 0;
        score += starting.Contains(template.Id) ? 5 : -15;
        return Math.Clamp(score, 0, 100);
    }

    private static object Show(TripTemplate template, int score, SmartTripData data) => new
    {
        template.Id, template.Title, MatchScore = score, template.BasePrice, template.Difficulty, template.TypicalDurationDays,
        template.Countries, template.CompanyId,
        Occurrences = data.Occurrences.Values
            .Where(occurrence => occurrence.TemplateId == template.Id)
            .OrderBy(occurrence => occurrence.StartDate)
            .Select(occurrence => new { occurrence.Id, occurrence.StartDate, occurrence.Price, occurrence.SpotsLeft }).ToList(),
        template.Version,
    };
}
