namespace CachingGateway.Http;

/// <summary>Whole seconds as header fields state them (RFC 9111 §1.2.2): digits, nothing else.</summary>
internal static class DeltaSeconds
{
    /// <summary>What every greater number counts as: 2^31 seconds, some 68 years.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(2147483648L);

    /// <summary>Reads the digits; <see langword="false"/> unless all are ASCII digits, and at least one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text.IsEmpty)
        {
            return false;
        }

        var seconds = 0L;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character))
            {
                return false;
            }

            seconds = Math.Min((seconds * 10) + (character - '0'), 2147483648L);
        }

        value = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
