using System.Globalization;

namespace CachingGateway.Storage.Redis;

/// <summary>
/// Reads where Redis is: <c>host:port[,host:port…][,option=value…]</c>, or <c>redis://[user:password@]host[:port][,host…][/database]</c>,
/// and <c>rediss://</c> for TLS. Options: <c>password</c>, <c>database</c>, <c>tls</c> (also <c>ssl</c>), <c>tlsHost</c>,
/// <c>sentinel</c>; in an address they follow a question mark, joined by ampersands.
/// </summary>
internal static class RedisAddressParser
{
    private const int UsualPort = 6379;
    private const int UsualSentinelPort = 26379;
    private const string Options = "password, database, tls, tlsHost, sentinel";

    /// <summary>The address, or <see langword="null"/> with what is wrong in words, none of which repeats a password.</summary>
    /// <param name="sentinel">The primary's name among sentinels, where the text need not say it; <see langword="null"/>: none.</param>
    public static RedisAddress? Parse(string text, ICollection<string> faults, string? sentinel = null)
    {
        var reading = new Reading(faults, sentinel);
        var before = faults.Count;
        if (text.Contains("://", StringComparison.Ordinal))
            reading.ReadUrl(text.Trim());
        else
            reading.ReadList(text);
        var address = reading.Finish();
        return faults.Count == before ? address : null;
    }

    private sealed class Reading(ICollection<string> faults, string? sentinel)
    {
        private readonly List<(string Host, int? Port)> _nodes = [];
        private RedisAddress _address = new() { Nodes = [], Sentinel = sentinel };

        public void ReadList(string text)
        {
            foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals < 0)
                    ReadNode(part);
                else
                    ReadOption(part[..equals], part[(equals + 1)..]);
            }
        }

        public void ReadUrl(string text)
        {
            var scheme = text[..text.IndexOf("://", StringComparison.Ordinal)].ToLowerInvariant();
            if (scheme is not ("redis" or "rediss"))
                faults.Add($"found the scheme \"{scheme}\"; allowed: redis, rediss");
            _address = _address with { Tls = scheme == "rediss" };
            var (rest, query) = Cut(text[(scheme.Length + 3)..], '?');
            // The last @: one in a password may stand unescaped.
            var at = rest.LastIndexOf('@');
            if (at >= 0)
                ReadCredentials(rest[..at]);
            var (nodes, database) = Cut(rest[(at + 1)..], '/');
            foreach (var node in nodes.Split(',', StringSplitOptions.TrimEntries))
                ReadNode(node);
            if (database.Length > 0)
                ReadOption("database", database);
            foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var (name, value) = Cut(option, '=');
                ReadOption(name, Uri.UnescapeDataString(value));
            }
        }

        public RedisAddress? Finish()
        {
            if (_nodes.Count == 0)
                faults.Add("names no server; allowed: host:port, several of them joined by commas, or redis://host:port");
            if (_address is { Sentinel: not null, Tls: true, TlsHost: null } && _nodes.Count > 1)
                faults.Add("TLS with several sentinels needs tlsHost, the name in the certificates");
            var usual = _address.Sentinel is null ? UsualPort : UsualSentinelPort;
            return _address with { Nodes = [.. _nodes.Select(node => new RedisNode(node.Host, node.Port ?? usual)).Distinct()] };
        }

        private void ReadCredentials(string text)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var user = colon < 0 ? "" : Uri.UnescapeDataString(text[..colon]);
            // The client cannot name a user; the rules of an ACL stand on the default one.
            if (user is not ("" or "default"))
                faults.Add($"found the user \"{user}\"; allowed: none or \"default\", whose password and ACL rules count");
            _address = _address with { Password = new RedisSecret(Uri.UnescapeDataString(text[(colon + 1)..])) };
        }

        private void ReadNode(string text)
        {
            var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
            var colon = text.IndexOf(':', bracket + 1);
            var host = (colon < 0 ? text : text[..colon]).Trim('[', ']');
            int? port = colon < 0 ? null : Number(text[(colon + 1)..], 1, 65535);
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown || (colon >= 0 && port is null))
                faults.Add($"found \"{text}\"; allowed: host:port, with a port from 1 to 65535");
            else
                _nodes.Add((host, port));
        }

        private void ReadOption(string name, string value)
        {
            switch (name.Trim().ToLowerInvariant())
            {
                case "password":
                    _address = _address with { Password = new RedisSecret(value) };
                    break;
                case "database" or "defaultdatabase" when Number(value, 0, 1_000_000) is { } number:
                    _address = _address with { Database = number };
                    break;
                case "tls" or "ssl" when bool.TryParse(value, out var flag):
                    _address = _address with { Tls = flag };
                    break;
                case "tlshost" or "sslhost" when value.Length > 0:
                    _address = _address with { TlsHost = value };
                    break;
                case "sentinel" or "servicename" when value.Length > 0:
                    _address = _address with { Sentinel = value };
                    break;
                case "database" or "defaultdatabase" or "tls" or "ssl" or "tlshost" or "sslhost" or "sentinel" or "servicename":
                    faults.Add($"the option {name} has a value that it does not take: \"{value}\"");
                    break;
                default:
                    // Not repeated: it may be a piece of a password with a comma.
                    faults.Add($"has an option that is none of {Options}");
                    break;
            }
        }

        private static int? Number(string text, int least, int most) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number : null;

        private static (string Before, string After) Cut(string text, char at)
        {
            var position = text.IndexOf(at, StringComparison.Ordinal);
            return position < 0 ? (text, "") : (text[..position], text[(position + 1)..]);
        }
    }
}
