using System.Globalization;
using System.Text.RegularExpressions;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>
/// Words in fields that are replaced when they are sent: <c>{date}</c>, <c>{date-60}</c> (seconds),
/// <c>{date+60|form}</c> in one of
/// the forms of <see cref="Form"/>, <c>{path}</c> (of the case), <c>{host}</c> (as the client says it).
/// </summary>
internal sealed partial class Template(DateTimeOffset now, string path)
{
    /// <summary>The host that clients ask for.</summary>
    public const string Host = "cache.test";

    private const string Imf = "ddd, dd MMM yyyy HH:mm:ss 'GMT'";

    public string Expand(string text) => Word().Replace(
        text.Replace("{path}", path, StringComparison.Ordinal).Replace("{host}", Host, StringComparison.Ordinal),
        word => Form(word.Groups["form"].Value, now.AddSeconds(Seconds(word.Groups["shift"].Value))));

    private static double Seconds(string shift) => shift.Length == 0 ? 0 : double.Parse(shift, CultureInfo.InvariantCulture);

    private static string Form(string form, DateTimeOffset time) => form switch
    {
        "" => Format(time, Imf),
        "rfc850" => Format(time, "dddd, dd-MMM-yy HH:mm:ss 'GMT'"),
        "asctime" => Format(time, "ddd MMM ") + $"{time.Day,2}" + Format(time, " HH:mm:ss yyyy"),
        "lower" => Format(time, Imf).ToLowerInvariant(),
        "upper" => Format(time, Imf).ToUpperInvariant(),
        "zoneless" => Format(time, "ddd, dd MMM yyyy HH:mm:ss"),
        "utc" => Format(time, "ddd, dd MMM yyyy HH:mm:ss 'UTC'"),
        "offset" => Format(time, "ddd, dd MMM yyyy HH:mm:ss '+0000'"),
        "iso" => Format(time, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        "unix" => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "short-year" => Format(time, "ddd, dd MMM yy HH:mm:ss 'GMT'"),
        "dashes" => Format(time, "ddd, dd-MMM-yyyy HH:mm:ss 'GMT'"),
        "one-digit" => Format(time, "ddd, d MMM yyyy H:mm:ss 'GMT'"),
        "wrong-day" => Format(time.AddDays(1), "ddd, ") + Format(time, "dd MMM yyyy HH:mm:ss 'GMT'"),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "No such form of a date."),
    };

    private static string Format(DateTimeOffset time, string format) =>
        time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{date(?<shift>[+-]\d+)?(\|(?<form>[a-z0-9-]+))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
