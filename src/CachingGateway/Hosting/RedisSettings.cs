using CachingGateway.Storage.Redis;

namespace CachingGateway.Hosting;

/// <summary>Reads <c>Gateway:Redis</c>.</summary>
internal static class RedisSettings
{
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromSeconds(10);

    /// <returns><see langword="null"/>: no Redis is named.</returns>
    public static RedisOptions? Read(SettingsReader reader, ICollection<string> faults)
    {
        var usual = new RedisOptions { Address = new RedisAddress { Nodes = [] } };
        var options = usual with
        {
            Address = Address(reader, faults) ?? usual.Address,
            Prefix = reader.Text(
                "Redis:Prefix", usual.Prefix, "1 to 32 letters, digits, hyphens, underscores and dots", RedisOptions.IsPrefix),
            MaxBytes = reader.Size("Redis:MaxBytes", usual.MaxBytes, RedisOptions.LeastMaxBytes),
            Timeout = reader.Duration("Redis:Timeout", usual.Timeout, MostTimeout, LeastTimeout),
            BodyConnections = (int)reader.Number("Redis:BodyConnections", usual.BodyConnections, 1, 16),
            MaxCallsInFlight = (int)reader.Number("Redis:MaxCallsInFlight", usual.MaxCallsInFlight, 100, 1_000_000),
            MaxBytesInFlight = reader.Size("Redis:MaxBytesInFlight", usual.MaxBytesInFlight, RedisOptions.LeastMaxBytes),
        };
        return options.Address.Nodes.Count == 0 ? null : options;
    }

    private static RedisAddress? Address(SettingsReader reader, ICollection<string> faults)
    {
        var (text, sentinel) = (reader.Text("Redis:ConnectionString"), reader.Text("Redis:Sentinel"));
        if (string.IsNullOrWhiteSpace(text)) return null;
        var found = new List<string>();
        var address = RedisAddressParser.Parse(text, found, string.IsNullOrWhiteSpace(sentinel) ? null : sentinel);
        foreach (var fault in found)
            faults.Add($"Gateway:Redis:ConnectionString: {fault}");
        return address;
    }
}
