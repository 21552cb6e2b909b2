using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CachingGateway.TestKit;

/// <summary>
/// Socket completions run inline, as in the product. The runtime reads the variable once, at the first asynchronous socket
/// call; test projects set it for the whole test host in their run settings, this covers other hosts of the kit.
/// </summary>
internal static class ProductSockets
{
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The variable must be set before any test opens a socket.")]
    public static void CompleteInline() => Environment.SetEnvironmentVariable(Variable, "1");
}
