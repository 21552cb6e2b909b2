using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CachingGateway.DashboardTests;

/// <summary>What a page should never say: script errors, violations of its security policy, answers that refuse.</summary>
internal sealed class PageFaults
{
    // The browser's line for an answer of 400 and above; Watch sees the answer itself, with its address.
    private const string RefusedAnswer = "Failed to load resource";

    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ConcurrentDictionary<int, bool> _expected = new();

    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>What was seen so far, which is what the test is about.</summary>
    public IReadOnlyCollection<string> Take()
    {
        var taken = _seen.ToArray();
        _seen.Clear();
        return taken;
    }

    /// <summary>A status that is what the test is about.</summary>
    public void Expect(int status) => _expected[status] = true;

    /// <summary>An answer that does not come is what the test is about.</summary>
    public bool ExpectSilence { get; set; }

    public void Watch(IPage page)
    {
        page.PageError += (_, error) => _seen.Enqueue($"script error: {error}");
        page.Console += (_, line) =>
        {
            if (line.Type is "error" or "warning" && !line.Text.StartsWith(RefusedAnswer, StringComparison.Ordinal))
                _seen.Enqueue($"{line.Type} in the console: {line.Text}");
        };
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400 && !_expected.ContainsKey(answer.Status))
                _seen.Enqueue($"{answer.Status} for {answer.Url}");
        };
        page.RequestFailed += (_, request) =>
        {
            if (!ExpectSilence)
                _seen.Enqueue($"no answer for {request.Url}: {request.Failure}");
        };
    }
}
