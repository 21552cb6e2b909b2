using System.Net;
using System.Net.Sockets;

namespace CachingGateway.Http;

/// <summary>By what clients are told apart where their number is limited: the address, of IPv6 the /64, which is what one client has.</summary>
internal static class ClientNetwork
{
    public static IPAddress Of(IPAddress? client)
    {
        var address = client ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
