namespace SampleOrigin.Trigpointing;

/// <summary>Names and places to plant a believable data set from.</summary>
internal static class Gazetteer
{
    /// <summary>Pillars that people know, with their places to about 100 m.</summary>
    public static readonly (string Name, string County, GridPoint At, int Height)[] Known =
    [
        ("Ben Nevis", "Highland", new(216_660, 771_280), 1345),
        ("Snowdon - Yr Wyddfa", "Gwynedd", new(260_980, 354_380), 1085),
        ("Scafell Pike", "Cumbria", new(321_540, 507_210), 978),
        ("Worcestershire Beacon", "Worcestershire", new(376_880, 245_230), 425),
        ("Cleeve Hill", "Gloucestershire", new(399_680, 224_550), 330),
        ("Leith Hill", "Surrey", new(513_950, 143_160), 294),
        ("Kinder Low", "Derbyshire", new(407_910, 387_070), 633),
        ("Ditchling Beacon", "East Sussex", new(533_140, 113_030), 248),
        ("Pen y Fan", "Powys", new(301_200, 221_580), 886),
        ("The Cheviot", "Northumberland", new(390_900, 620_520), 815),
        ("Pendle Hill", "Lancashire", new(380_450, 441_430), 557),
        ("Dunkery Beacon", "Somerset", new(289_150, 141_580), 519),
        ("Yes Tor", "Devon", new(258_060, 90_150), 619),
        ("Brown Willy", "Cornwall", new(215_850, 79_980), 420),
        ("Goat Fell", "North Ayrshire", new(199_140, 641_540), 874),
        ("Roseberry Topping", "North Yorkshire", new(457_930, 512_620), 320),
        ("Cold Ashby", "Northamptonshire", new(464_420, 276_550), 216),
        ("Beacon Hill", "Leicestershire", new(450_930, 314_770), 248),
    ];

    /// <summary>Counties with a box of land each: its south-western corner and extent in kilometres, its highest metre.</summary>
    public static readonly (string Name, int East, int North, int Width, int Height, int Top)[] Counties =
    [
        ("Cumbria", 315, 495, 60, 50, 890), ("North Yorkshire", 385, 460, 90, 40, 690), ("Derbyshire", 408, 350, 35, 40, 600),
        ("Northumberland", 385, 560, 35, 60, 700), ("Lancashire", 355, 420, 30, 35, 520), ("Powys", 290, 230, 35, 90, 800),
        ("Gwynedd", 255, 315, 35, 40, 850), ("Shropshire", 335, 280, 40, 45, 530), ("Devon", 240, 65, 60, 60, 540),
        ("Cornwall", 190, 55, 30, 30, 330), ("Wiltshire", 390, 130, 35, 40, 290), ("Oxfordshire", 430, 195, 35, 40, 260),
        ("Norfolk", 575, 300, 50, 35, 95), ("Kent", 565, 135, 45, 30, 240), ("Highland", 195, 770, 80, 120, 1100),
        ("Scottish Borders", 320, 615, 60, 40, 720), ("Aberdeenshire", 335, 795, 50, 45, 900),
        ("Argyll and Bute", 185, 665, 35, 60, 900),
    ];

    public static readonly string[] First =
    [
        "Cold", "Black", "Long", "High", "Windy", "Raven", "White", "Great", "Little", "Fox", "Hare", "Gallows", "Beacon",
        "Cock", "Winter", "Brown", "Rough", "Stony", "Heather", "Kirk", "Warden", "Lady", "Bleak", "Callow", "Hanging",
    ];

    public static readonly string[] Second =
    [
        "Hill", "Moor", "Down", "Edge", "Law", "Crag", "Rigg", "Common", "Fell", "Knott", "Pike", "Tor", "Cross", "Stones",
        "Barrow", "Heath", "Bank", "Howe", "Top", "Farm",
    ];

    public static readonly string[] PhysicalTypes =
        ["Pillar", "Pillar", "Pillar", "Pillar", "Pillar", "FBM", "Bolt", "Surface Block", "Intersected Station", "Buried Block"];

    /// <summary>G good, S slightly damaged, D damaged, T toppled, M moved, X destroyed.</summary>
    public static readonly string[] Conditions = ["G", "G", "G", "G", "G", "S", "S", "D", "D", "T", "M", "X"];

    public static readonly string[] Firstnames =
    [
        "Margaret", "Alan", "Fiona", "Hamish", "Rhys", "Gwen", "Ian", "Priya", "Tom", "Eleanor", "Dougal", "Siân", "Nigel",
        "Aisha", "Peter", "Morag", "Keith", "Ruth", "Owen", "Heather",
    ];

    public static readonly string[] Surnames =
    [
        "Ashworth", "MacLeod", "Hughes", "Patel", "Thwaite", "Fairbairn", "Pryce", "Ogden", "Lumley", "Sinclair", "Tregenza",
        "Barraclough", "Dunn", "Okafor", "Wainfleet", "Cartwright",
    ];

    public static readonly string[] Comments =
    [
        "Up from the car park in thick mist; found it at the second try.",
        "Superb views today, could see right across the estuary.",
        "Pillar in good order, freshly painted. Flush bracket still there.",
        "Short walk along the field edge, crop not too high.",
        "Very windy at the top, did not stay long. Spider missing.",
        "In a bramble hedge, hardly visible from the road. Long trousers advised.",
        "Lunch stop, shared it with several sheep.",
        "Plug gone and some cracks at the base since my last visit.",
        "Bagged on the way home. Farmer friendly and gave permission.",
        "Boggy after last week's rain; gaiters a must.",
        "Nice sunset. Nobody else about.",
        "Concrete a bit eroded but standing proud.",
    ];

    public static readonly string[] Captions =
    [
        "The pillar", "Looking north", "Looking south-west", "Flush bracket", "Trig in its field", "Top of the pillar",
        "A misty summit", "With the dog", "Approach from the stile", "Distant view",
    ];

    public static readonly string[] Licenses = ["Y", "Y", "C", "N"];
}
