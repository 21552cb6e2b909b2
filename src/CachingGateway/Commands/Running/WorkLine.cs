namespace CachingGateway.Commands.Running;

/// <summary>One line on a terminal that counts seconds while something takes long; nothing where nobody watches.</summary>
internal static class WorkLine
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public static async Task<T> ShowAsync<T>(string what, Task<T> work, TextWriter error)
    {
        if (error != Console.Error || Console.IsErrorRedirected)
            return await work;
        var seconds = 0;
        while (await Task.WhenAny(work, Task.Delay(Step)) != work)
            await error.WriteAsync($"\r{what} … {++seconds} s");
        if (seconds > 0)
            await error.WriteAsync($"\r{new string(' ', what.Length + 12)}\r");
        return await work;
    }
}
