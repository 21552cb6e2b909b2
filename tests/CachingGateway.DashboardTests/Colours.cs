using Microsoft.Playwright;

namespace CachingGateway.DashboardTests;

/// <summary>Relative luminance and contrast as WCAG 2.2 defines them, of the colours that the browser computed.</summary>
internal static class Colours
{
    /// <summary>WCAG 2.2, success criterion 1.4.3, for text of any size.</summary>
    public const double LeastContrast = 4.5;

    // The colour behind a thing is that of the nearest one around it which has any. All of them are opaque.
    private const string Computed = """
        (element) => {
          const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
          let behind = element;
          while (numbers(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
          return [numbers(getComputedStyle(element).color), numbers(getComputedStyle(behind).backgroundColor)].map((c) => c.slice(0, 3));
        }
        """;

    public static async Task<double> ContrastAsync(ILocator text)
    {
        var colours = await text.EvaluateAsync<double[][]>(Computed);
        var (one, other) = (Luminance(colours[0]), Luminance(colours[1]));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    /// <summary>The luminance of what is behind it: 0 is black, 1 is white.</summary>
    public static async Task<double> BehindAsync(ILocator element) => Luminance((await element.EvaluateAsync<double[][]>(Computed))[1]);

    private static double Luminance(double[] colour) =>
        (0.2126 * Linear(colour[0])) + (0.7152 * Linear(colour[1])) + (0.0722 * Linear(colour[2]));

    private static double Linear(double channel)
    {
        var part = channel / 255;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
