using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace CachingGateway.Fetching;

/// <summary>Sets up the connections to origins beyond what a cluster's own settings say.</summary>
internal static class OriginConnections
{
    public static void Configure(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        // Header bytes pass unchanged both ways.
        handler.RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        // OriginCall writes the trace context: the gateway's span where there is one, else the client's as it came.
        handler.ActivityHeadersPropagator = null;
        handler.PlaintextStreamFilter = static (filter, _) => ValueTask.FromResult<Stream>(new FairStream(filter.PlaintextStream, new ResponseHeadGuard()));
    }
}
