namespace SampleOrigin.SmartTrip;

/// <summary>Names to plant a believable catalogue from.</summary>
internal static class Catalogue
{
    public static readonly Country[] Countries =
    [
        new("IS", "Iceland", "Europe"), new("PT", "Portugal", "Europe"), new("GR", "Greece", "Europe"),
        new("NO", "Norway", "Europe"), new("GE", "Georgia", "Asia"), new("JP", "Japan", "Asia"),
        new("VN", "Vietnam", "Asia"), new("NP", "Nepal", "Asia"), new("IN", "India", "Asia"),
        new("MA", "Morocco", "Africa"), new("TZ", "Tanzania", "Africa"), new("NA", "Namibia", "Africa"),
        new("CR", "Costa Rica", "North America"), new("MX", "Mexico", "North America"), new("PE", "Peru", "South America"),
        new("CL", "Chile", "South America"), new("NZ", "New Zealand", "Oceania"), new("AQ", "Antarctica", "Antarctica"),
    ];

    public static readonly (string Name, string Description)[] TripTypes =
    [
        ("Geographic Depth", "a country seen slowly"), ("African Safari", "wildlife from dawn to dusk"),
        ("Train Tours", "journeys by rail"), ("Hiking", "walks from hut to hut"), ("Nature", "parks and quiet coasts"),
        ("Photography", "light and landscape"), ("Snowmobile", "days on the snow"),
        ("Cruises", "islands by small ship"), ("Festivals", "music, food and feasts"),
    ];

    public static readonly (string Name, string Category)[] Tags =
    [
        ("Cultural", "Theme"), ("Wildlife", "Theme"), ("Food and Wine", "Theme"), ("Mountains", "Theme"), ("Desert", "Theme"),
        ("Tropical", "Theme"), ("Arctic", "Theme"), ("History", "Theme"), ("Beach", "Theme"), ("Extreme", "Theme"),
    ];

    public static readonly string[] Guides =
    [
        "Noa Levi", "Giorgi Beridze", "Aiko Tanaka", "Kwame Mensah", "Ingrid Solberg", "Mateo Quispe", "Priya Raman",
        "Hélène Moreau", "Tane Rangi", "Yusuf Amrani", "Sofia Almeida", "Erik Lund",
    ];

    public static readonly string[] Companies =
        ["Wide Horizon", "Slow Road Journeys", "Compass and Kettle", "Northern Light Tours", "Red Earth Travel", "Tramontana"];

    public static readonly string[] Languages = ["Hebrew", "French", "Spanish", "Japanese", "Norwegian", "Arabic", "Hindi"];

    public static readonly string[] Moods =
    [
        "Hidden", "The Heart of", "Across", "Wild", "A Taste of", "Voices of", "Northern", "Classic", "Colours of",
        "Undiscovered",
    ];
}
