using CachingGateway.Commands;

namespace CachingGateway.Hosting;

/// <summary>Gathers the settings: file, then environment, then command line, each beating the one before.</summary>
internal static class Settings
{
    private const string UsualFile = "config/gateway.json";

    /// <exception cref="StartException">The file named is not there or cannot be read.</exception>
    public static (IConfigurationRoot Settings, SettingsFile? File) Gather(ServeOptions options, TimeProvider time)
    {
        var builder = new ConfigurationBuilder();
        var file = FileOf(options) is { } path ? new SettingsFile(path, time) : null;
        if (file is not null)
            builder.Add(file);
        builder.AddEnvironmentVariables();
        builder.AddInMemoryCollection(Short(options));
        return (builder.Build(), file);
    }

    private static string? FileOf(ServeOptions options)
    {
        if (options.Config is { } named)
            return File.Exists(named) ? named : throw new StartException($"--config {named}: there is no such file");
        return File.Exists(UsualFile) ? UsualFile : null;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Short(ServeOptions options)
    {
        if (options.Policy is { } policy)
            yield return new("Gateway:Policy", policy);
        if (options.Redis is { } redis)
            yield return new("Gateway:Redis:ConnectionString", redis);
        else if (Environment.GetEnvironmentVariable("REDIS_URL") is { Length: > 0 } url)
            yield return new("Gateway:Redis:ConnectionString", url);
        if (Environment.GetEnvironmentVariable("CACHE_ENABLED") is { Length: > 0 } enabled)
            yield return new("Gateway:Enabled", enabled);
    }
}
