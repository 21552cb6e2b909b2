using System.Globalization;
using System.Text;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>How many cases hold, section by section and level by level, and which do not.</summary>
internal static class Report
{
    public static string Write(IReadOnlyList<Case> cases, Func<string, bool> holds)
    {
        var text = new StringBuilder();
        foreach (var section in cases.GroupBy(c => c.Section).OrderBy(s => Order(s.Key), StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{section.Key,-16} {section.Count(c => holds(c.Id)),4} of {section.Count()}\n");
            foreach (var failed in section.Where(c => !holds(c.Id)))
                text.Append(CultureInfo.InvariantCulture, $"{"",16} {failed.Level,8} {failed.Id}: {failed.Rule}\n");
        }
        foreach (var level in cases.GroupBy(c => c.Level).OrderBy(l => l.Key))
            text.Append(CultureInfo.InvariantCulture, $"{level.Key,-16} {level.Count(c => holds(c.Id)),4} of {level.Count()}\n");
        return text.Append(CultureInfo.InvariantCulture, $"{"all",-16} {cases.Count(c => holds(c.Id)),4} of {cases.Count}\n")
            .ToString();
    }

    // Numbers in their order: 4.2.10 follows 4.2.9.
    private static string Order(string section) =>
        string.Join('.', section.Split(' ', '§', '.').Select(part => part.PadLeft(5, '0')));
}
