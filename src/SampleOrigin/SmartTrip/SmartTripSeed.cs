namespace SampleOrigin.SmartTrip;

/// <summary>Plants the catalogue: the same for the same seed on the same day (trips start in the months to come).</summary>
internal sealed class SmartTripSeed
{
    public const int TemplateCount = 120;
    private const int OccurrencesPerTemplate = 4;

    private readonly Random _random;
    private readonly SmartTripData _data;
    private readonly DateTimeOffset _today;

    private SmartTripSeed(int seed, TimeProvider time)
    {
        _random = new Random(seed);
        _data = new SmartTripData(time);
        _today = new DateTimeOffset(time.GetUtcNow().Date, TimeSpan.Zero);
    }

    public static SmartTripData Plant(int seed, TimeProvider time)
    {
        var planter = new SmartTripSeed(seed, time);
        planter.PlantReference();
        planter.PlantPeople();
        for (var id = 1; id <= TemplateCount; id++)
            planter.PlantTemplate(id);
        return planter._data;
    }

    private void PlantReference()
    {
        _data.Countries.AddRange(Catalogue.Countries);
        _data.TripTypes.AddRange(
            Catalogue.TripTypes.Select((type, index) => new TripType(index + 1, type.Name, type.Description)));
        _data.Tags.AddRange(Catalogue.Tags.Select((tag, index) => new Tag(index + 1, tag.Name, tag.Category)));
    }

    private void PlantPeople()
    {
        for (var id = 1; id <= Catalogue.Guides.Length; id++)
        {
            var name = Catalogue.Guides[id - 1];
            var email = $"{name.Split(' ')[0].ToLowerInvariant()}@guides.smartrip.example";
            var bio = $"{_random.Next(3, 25)} years of guiding, at home in {Pick(Catalogue.Countries).Name}.";
            _data.Guides.Add(id, new Guide(id, name, email, bio, ["English", Pick(Catalogue.Languages)], 1, _today));
        }

        for (var id = 1; id <= Catalogue.Companies.Length; id++)
        {
            var name = Catalogue.Companies[id - 1];
            var site = $"https://{name.Replace(' ', '-').ToLowerInvariant()}.example";
            var about = $"Small-group journeys since {_random.Next(1985, 2020)}.";
            _data.Companies.Add(id, new Company(id, name, about, site, true, 1, _today));
        }
    }

    private void PlantTemplate(int id)
    {
        var country = Pick(Catalogue.Countries);
        var type = Pick([.. _data.TripTypes]);
        var days = _random.Next(4, 18);
        int[] tags = [.. Enumerable.Range(0, 3).Select(_ => _random.Next(1, _data.Tags.Count + 1)).Distinct().Order()];
        int[] guides = [.. Enumerable.Range(0, 2).Select(_ => _random.Next(1, _data.Guides.Count + 1)).Distinct().Order()];
        var template = new TripTemplate(
            id, $"{Pick(Catalogue.Moods)} {country.Name}", $"{days} days: {type.Description} in {country.Name}, at an easy pace.",
            _random.Next(1, _data.Companies.Count + 1), type.Id, [country.Code], tags, guides,
            ((days * _random.Next(90, 260)) + 200) / 10 * 10, _random.Next(1, 6), days, 1, _today);
        _data.Templates.Add(id, template);
        for (var count = 0; count < OccurrencesPerTemplate; count++)
            PlantOccurrence(template);
    }

    private void PlantOccurrence(TripTemplate template)
    {
        var id = _data.Occurrences.Count + 1;
        var start = DateOnly.FromDateTime(_today.UtcDateTime).AddDays(_random.Next(10, 400));
        var capacity = _random.Next(8, 21);
        var left = _random.Next(0, capacity + 1);
        var status = left == 0 ? "Full" : left < 4 ? "Last Places" : "Open";
        _data.Occurrences.Add(id, new Occurrence(
            id, template.Id, Pick(template.GuideIds), start, start.AddDays(template.TypicalDurationDays), template.BasePrice,
            capacity, left, status, 1, _today));
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
