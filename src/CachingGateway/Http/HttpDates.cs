namespace CachingGateway.Http;

/// <summary>
/// <c>HTTP-date</c> (RFC 9110 §5.6.7): <c>Sun, 06 Nov 1994 08:49:37 GMT</c>, and of old <c>Sunday, 06-Nov-94 08:49:37 GMT</c>
/// and <c>Sun Nov  6 08:49:37 1994</c>. Read without regard to case, as RFC 9111 §4.2 asks of caches; a day of the week that
/// disagrees makes a date invalid.
/// </summary>
internal static class HttpDates
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary>As IMF-fixdate, in whole seconds.</summary>
    public static string Format(DateTimeOffset value) => value.ToUniversalTime().ToString("R");

    /// <param name="text">One field value.</param>
    /// <param name="now">Tells the century of a year of two digits: never more than 50 years ahead.</param>
    /// <param name="value">The instant, when it is valid.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset value)
    {
        text = HttpTokens.Trim(text);
        value = default;
        var comma = text.IndexOf(',');
        return comma switch
        {
            3 => TryFixed(text, out value),
            > 3 => TryRfc850(text, comma, now, out value),
            _ => TryAsctime(text, out value),
        };
    }

    private static bool TryFixed(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        return text.Length == 29
            && text[4] == ' ' && text[7] == ' ' && text[11] == ' ' && text[16] == ' '
            && text[25..].Equals(" GMT", StringComparison.OrdinalIgnoreCase)
            && TryNumber(text[12..16], out var year)
            && TryNumber(text[5..7], out var day)
            && TryBuild(year, text[8..11], day, text[17..25], out value)
            && IsDayOf(value, text[..3]);
    }

    private static bool TryRfc850(ReadOnlySpan<char> text, int comma, DateTimeOffset now, out DateTimeOffset value)
    {
        value = default;
        var date = text[(comma + 1)..];
        if (date.Length != 23 || date[0] != ' ' || date[3] != '-' || date[7] != '-' || date[10] != ' '
            || !date[19..].Equals(" GMT", StringComparison.OrdinalIgnoreCase)
            || !TryNumber(date[1..3], out var day)
            || !TryNumber(date[8..10], out var shortYear))
        {
            return false;
        }

        var latest = now.UtcDateTime.Year + 50;
        var year = latest - ((latest - shortYear) % 100);
        return TryBuild(year, date[4..7], day, date[11..19], out value)
            && (value <= YearsAhead(now) || TryBuild(year - 100, date[4..7], day, date[11..19], out value))
            && text[..comma].Equals(Days[(int)value.DayOfWeek], StringComparison.OrdinalIgnoreCase);
    }

    private static DateTimeOffset YearsAhead(DateTimeOffset now) =>
        now.Year > 9999 - 50 ? DateTimeOffset.MaxValue : now.AddYears(50);

    private static bool TryAsctime(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        return text.Length == 24
            && text[3] == ' ' && text[7] == ' ' && text[10] == ' ' && text[19] == ' '
            && TryNumber(text[20..24], out var year)
            && TryNumber(text[8] == ' ' ? text[9..10] : text[8..10], out var day)
            && TryBuild(year, text[4..7], day, text[11..19], out value)
            && IsDayOf(value, text[..3]);
    }

    private static bool TryBuild(
        int year, ReadOnlySpan<char> monthName, int day, ReadOnlySpan<char> time, out DateTimeOffset value)
    {
        value = default;
        var month = Month(monthName);
        if (year is < 1 or > 9999 || month == 0 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || time[2] != ':' || time[5] != ':'
            || !TryNumber(time[..2], out var hour) || hour > 23
            || !TryNumber(time[3..5], out var minute) || minute > 59
            || !TryNumber(time[6..], out var second) || second > 60)
        {
            return false;
        }

        // A leap second, which DateTime has no name for, counts as the one before it.
        value = new DateTimeOffset(year, month, day, hour, minute, Math.Min(second, 59), TimeSpan.Zero);
        return true;
    }

    private static int Month(ReadOnlySpan<char> name)
    {
        for (var month = 0; month < 12; month++)
        {
            if (name.Equals(Months.AsSpan(month * 3, 3), StringComparison.OrdinalIgnoreCase))
            {
                return month + 1;
            }
        }

        return 0;
    }

    private static bool IsDayOf(DateTimeOffset value, ReadOnlySpan<char> abbreviated) =>
        abbreviated.Equals(Days[(int)value.DayOfWeek].AsSpan(0, 3), StringComparison.OrdinalIgnoreCase);

    private static bool TryNumber(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return !digits.IsEmpty;
    }
}
