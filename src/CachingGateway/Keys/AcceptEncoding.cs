using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace CachingGateway.Keys;

/// <summary>Reads <c>Accept-Encoding</c> (RFC 9110 §12.5.3) down to the few classes that responses are told apart by.</summary>
internal static class AcceptEncoding
{
    /// <summary>
    /// The codings that the field accepts. A weight of zero, or one that is no number, does not; <c>*</c> stands for those not
    /// named.
    /// </summary>
    public static AcceptedCodings Parse(StringValues values)
    {
        var accepted = AcceptedCodings.None;
        var named = AcceptedCodings.None;
        var others = false;
        foreach (var line in values)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var element = line.AsSpan()[range];
                var semicolon = element.IndexOf(';');
                var coding = (semicolon < 0 ? element : element[..semicolon]).Trim(" \t");
                var wanted = semicolon < 0 || IsPositive(element[(semicolon + 1)..]);
                var known = Known(coding);
                named |= known;
                accepted |= wanted ? known : AcceptedCodings.None;
                others |= wanted && coding is "*";
            }
        }

        return others ? accepted | ((AcceptedCodings.Gzip | AcceptedCodings.Brotli) & ~named) : accepted;
    }

    /// <summary>The one line that the origin sees for a class; <see langword="null"/>: none.</summary>
    public static string? Format(AcceptedCodings codings) => codings switch
    {
        AcceptedCodings.Brotli | AcceptedCodings.Gzip => "br, gzip",
        AcceptedCodings.Brotli => "br",
        AcceptedCodings.Gzip => "gzip",
        _ => null,
    };

    private static AcceptedCodings Known(ReadOnlySpan<char> coding) =>
        coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase)
            ? AcceptedCodings.Gzip
            : coding.Equals("br", StringComparison.OrdinalIgnoreCase) ? AcceptedCodings.Brotli : AcceptedCodings.None;

    private static bool IsPositive(ReadOnlySpan<char> parameter)
    {
        var text = parameter.Trim(" \t");
        if (!text.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var number = text["q=".Length..];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            && weight > 0;
    }
}
