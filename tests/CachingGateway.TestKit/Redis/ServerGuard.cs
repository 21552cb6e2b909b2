using System.Diagnostics;

namespace CachingGateway.TestKit.Redis;

/// <summary>
/// Ends the servers of a test host that was itself ended before it could. A shell reads process ids from a pipe that only this
/// host holds; when the pipe ends, so do those that are still on its list.
/// </summary>
internal static class ServerGuard
{
    private const string Script =
        "while read -r sign id; do case $sign in +) all=\"$all $id\";; -) all=$(printf '%s\\n' $all | grep -vx \"$id\");; esac; done; "
        + "[ -z \"$all\" ] || kill -9 $all";

    private static readonly Lock Gate = new();
    private static readonly Process Shell = Process.Start(
        new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true, UseShellExecute = false })!;

    public static void Watch(int process) => Say('+', process);

    public static void Forget(int process) => Say('-', process);

    private static void Say(char sign, int process)
    {
        lock (Gate)
        {
            Shell.StandardInput.WriteLine($"{sign} {process}");
            Shell.StandardInput.Flush();
        }
    }
}
