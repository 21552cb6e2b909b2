using CachingGateway.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace CachingGateway.UnitTests.Hosting;

public sealed class RedisSettingsTests
{
    [Fact]
    public void NothingNamed_IsNoRedis()
    {
        Assert.Null(Read([]).Options.Redis);
        Assert.Null(Read(new() { ["ConnectionString"] = "" }).Options.Redis);
    }

    [Fact]
    public void EveryMember_IsRead()
    {
        var (options, faults) = Read(new()
        {
            ["ConnectionString"] = "s1,s2:7", ["Sentinel"] = "main", ["Prefix"] = "my-api", ["MaxBytes"] = "2GB", ["Timeout"] = "50ms",
            ["BodyConnections"] = "4", ["MaxCallsInFlight"] = "500", ["MaxBytesInFlight"] = "8MB",
        });

        Assert.Empty(faults);
        var redis = options.Redis!;
        Assert.Equal("s1:26379,s2:7 (sentinels of main)", redis.Address.ToString());
        Assert.Equal(("my-api", 2L << 30, TimeSpan.FromMilliseconds(50)), (redis.Prefix, redis.MaxBytes, redis.Timeout));
        Assert.Equal((4, 500, 8L << 20), (redis.BodyConnections, redis.MaxCallsInFlight, redis.MaxBytesInFlight));
    }

    [Theory]
    [InlineData("ConnectionString", "http://a", "found the scheme \"http\"")]
    [InlineData("Prefix", "a b", "found \"a b\"; allowed: 1 to 32")]
    [InlineData("MaxBytes", "1KB", "at least 1048576 bytes")]
    [InlineData("Timeout", "0", "a duration from 00:00:00.0010000 to 00:00:10")]
    [InlineData("Timeout", "11s", "a duration from")]
    [InlineData("BodyConnections", "0", "from 1 to 16")]
    [InlineData("Conection", "a", "no such setting")]
    public void Fault_NamesTheMemberAndWhatIsAllowed(string member, string value, string expected)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionString"] = "a", [member] = value };

        var (_, faults) = Read(settings);

        Assert.Contains($"Gateway:Redis:{member}: ", Assert.Single(faults), StringComparison.Ordinal);
        Assert.Contains(expected, faults[0], StringComparison.Ordinal);
    }

    private static (GatewayOptions Options, List<string> Faults) Read(Dictionary<string, string?> redis)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(redis.Select(pair => new KeyValuePair<string, string?>($"Gateway:Redis:{pair.Key}", pair.Value))).Build();
        var faults = new List<string>();
        return (GatewayOptions.Read(settings, faults), faults);
    }
}
