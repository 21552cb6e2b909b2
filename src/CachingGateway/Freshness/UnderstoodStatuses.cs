using System.Collections.Frozen;

namespace CachingGateway.Freshness;

/// <summary>
/// The final statuses whose meaning for caches the gateway knows, for <c>must-understand</c> (RFC 9111 §5.2.2.3): those of RFC 9110
/// that may be stored as they are.
/// </summary>
internal static class UnderstoodStatuses
{
    private static readonly FrozenSet<int> Known = FrozenSet.Create(
        200, 201, 202, 203, 204, 205, 300, 301, 302, 303, 307, 308,
        400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 413, 414, 415, 417, 421, 422, 426, 451,
        500, 501, 502, 503, 504, 505);

    public static bool Contains(int status) => Known.Contains(status);
}
