using System.Security.Cryptography;
using System.Text.Json;

namespace CachingGateway.Hosting;

/// <summary>
/// The settings file as configuration, taken in again when its content changes. A file that cannot be read leaves the settings as
/// they are, which the framework's own provider does not: it would clear them.
/// </summary>
internal sealed class SettingsFile : ConfigurationProvider, IConfigurationSource, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly string _path;
    private readonly ITimer _timer;
    private byte[] _hash = [];

    /// <exception cref="StartException">The file cannot be read.</exception>
    public SettingsFile(string path, TimeProvider time)
    {
        _path = path;
        try
        {
            TakeIn();
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw new StartException($"{path}: {Innermost(exception)}");
        }

        _timer = time.CreateTimer(_ => Check(), null, Interval, Interval);
    }

    public string Path => _path;

    /// <summary>Called with what is wrong with the file after it was changed.</summary>
    public Action<string>? Refused { get; set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        try
        {
            if (TakeIn())
                OnReload();
        }
        catch (Exception exception) when (IsFault(exception))
        {
            Refused?.Invoke($"{_path}: {Innermost(exception)}");
        }
    }

    private bool TakeIn()
    {
        var bytes = File.ReadAllBytes(_path);
        var hash = SHA256.HashData(bytes);
        if (hash.AsSpan().SequenceEqual(_hash))
            return false;
        // Said once per content, whether it is good or not.
        _hash = hash;
        using var stream = new MemoryStream(bytes);
        var parsed = new ConfigurationBuilder().AddJsonStream(stream).Build();
        Data = parsed.AsEnumerable().Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        return true;
    }

    private static bool IsFault(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidDataException;

    private static string Innermost(Exception exception) => exception.GetBaseException().Message;
}
