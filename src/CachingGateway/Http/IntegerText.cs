namespace CachingGateway.Http;

/// <summary>Whole numbers as header values (<c>Age</c>, <c>X-Cache-TTL</c>), without allocating in the steady state.</summary>
internal static class IntegerText
{
    private static readonly BoundedTexts Texts = new(number => number.ToString());

    public static string Of(long number) => Texts.Of(number);
}
