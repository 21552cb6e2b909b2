using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CachingGateway.TestKit.Redis;

/// <summary>A server as a process of its own, which does not outlive the tests however they end.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process) => _process = process;

    public bool HasEnded => _process.HasExited;

    public string Output => string.Join('\n', _output);

    public static ServerProcess Start(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        var server = new ServerProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += server.Take;
        server._process.ErrorDataReceived += server.Take;
        server._process.Start();
        ServerGuard.Watch(server._process.Id);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    public void Send(PosixSignalNumber signal)
    {
        if (!HasEnded && kill(_process.Id, (int)signal) != 0 && !HasEnded)
            throw new InvalidOperationException($"Signal {signal} could not be sent: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Returns when it has ended and its output is complete.</summary>
    public async Task EndedAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync().Within(limit);
        ServerGuard.Forget(_process.Id);
    }

    public async ValueTask DisposeAsync()
    {
        Send(PosixSignalNumber.Kill);
        await EndedAsync();
        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
            _output.Enqueue(text);
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}

/// <summary>The signals that tests send, by their numbers on Linux.</summary>
internal enum PosixSignalNumber
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
