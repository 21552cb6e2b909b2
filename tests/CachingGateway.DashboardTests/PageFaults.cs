using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CachingGateway.DashboardTests;

/// <summary>What a page should never say: script errors, violations of its security policy, answers that refuse.</summary>
internal sealed class PageFaults
{
    // The browser's line for an answer of 400 and above; the answer itself is seen too, with its address.
    private const string RefusedAnswer = "Failed to load resource";

    // What a person leaves behind by going to another page.
    private const string Left = "net::ERR_ABORTED";

    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ConcurrentDictionary<int, bool> _expected = new();

    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>An answer that does not come is what the test is about.</summary>
    public bool ExpectSilence { get; set; }

    /// <summary>A status that is what the test is about.</summary>
    public void Expect(int status) => _expected[status] = true;

    /// <summary>What was seen so far, which is what the test is about.</summary>
    public IReadOnlyCollection<string> Take()
    {
        var taken = _seen.ToArray();
        _seen.Clear();
        return taken;
    }

    public void Watch(IPage page)
    {
        page.PageError += OnScriptError;
        page.Console += OnConsole;
        page.Response += OnResponse;
        page.RequestFailed += OnNoAnswer;
    }

    public void Unwatch(IPage page)
    {
        page.PageError -= OnScriptError;
        page.Console -= OnConsole;
        page.Response -= OnResponse;
        page.RequestFailed -= OnNoAnswer;
    }

    private void OnScriptError(object? page, string error) => _seen.Enqueue($"script error: {error}");

    private void OnConsole(object? page, IConsoleMessage line)
    {
        if (line.Type is "error" or "warning" && !line.Text.StartsWith(RefusedAnswer, StringComparison.Ordinal))
            _seen.Enqueue($"{line.Type} in the console: {line.Text}");
    }

    private void OnResponse(object? page, IResponse answer)
    {
        if (answer.Status >= 400 && !_expected.ContainsKey(answer.Status))
            _seen.Enqueue($"{answer.Status} for {answer.Url}");
    }

    private void OnNoAnswer(object? page, IRequest request)
    {
        if (!ExpectSilence && request.Failure != Left)
            _seen.Enqueue($"no answer for {request.Url}: {request.Failure}");
    }
}
