namespace CachingGateway.Hosting;

/// <summary>
/// Lets sockets' completions run on the thread that waits for the kernel's events, instead of handing each to the thread pool: a
/// hit then costs no switch of threads, a third of its time on one processor. What takes long leaves that thread by itself
/// (<see cref="Fetching.FairStream"/>, <see cref="Pipeline.HitResponse"/>, <see cref="Pipeline.KeyedBody"/>).
/// </summary>
internal static class SocketScheduling
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Must run before the first socket is made: the runtime reads the variable once. An operator's own word stands.</summary>
    public static void Inline()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Environment.SetEnvironmentVariable(Variable, "1");
    }
}
