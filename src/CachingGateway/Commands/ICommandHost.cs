namespace CachingGateway.Commands;

/// <summary>What the commands need of the house above them.</summary>
internal interface ICommandHost
{
    /// <summary>Runs a gateway until the process is asked to end.</summary>
    Task<int> ServeAsync(ServeOptions options);

    /// <summary>Runs the sample origin and a gateway before it until the process is asked to end.</summary>
    /// <param name="options">Without a policy file: the demo's own.</param>
    /// <param name="originPort">Where the sample origin listens; 0: any free port.</param>
    /// <param name="output">Is told where everything runs, once it does.</param>
    Task<int> DemoAsync(ServeOptions options, int originPort, TextWriter output);

    /// <summary>Runs the sample origin alone until the process is asked to end.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="output">Is told so, once it does.</param>
    Task<int> OriginAsync(Uri url, TextWriter output);

    /// <summary>Looks at the settings that <c>serve</c> would start with; starts nothing.</summary>
    Task<SettingsCheck> CheckSettingsAsync(ServeOptions options);
}

/// <summary>What the settings say, and what is wrong with them.</summary>
/// <param name="File">The settings file; <see langword="null"/>: there is none.</param>
/// <param name="Policy">The policy file; <see langword="null"/>: the built-in policy.</param>
/// <param name="Faults">One a line, each naming where, what was found and what is allowed.</param>
internal sealed record SettingsCheck(string? File, string? Policy, IReadOnlyList<string> Faults);
