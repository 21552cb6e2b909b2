using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CachingGateway.Policies.Reading;

/// <summary>
/// Reads JSON with comments and trailing commas into nodes. What is no JSON becomes a fault at its line and column.
/// </summary>
internal ref struct NodeReader
{
    private const string AllowedJson = "JSON in UTF-8; comments and trailing commas may stand in it";
    private static readonly JsonReaderOptions Options =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _file;
    private readonly int _order;
    private readonly FaultList _faults;
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;
    private PlaceCursor _cursor;

    private NodeReader(string file, int order, ReadOnlySpan<byte> text, FaultList faults)
    {
        _file = file;
        _order = order;
        _faults = faults;
        _text = text;
        _reader = new Utf8JsonReader(text, Options);
        _cursor = new PlaceCursor(text);
    }

    /// <summary>Reads one file; <see langword="null"/> (and a fault) if it is no JSON at all.</summary>
    public static Node? Read(string file, int order, ReadOnlySpan<byte> text, FaultList faults)
    {
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        var reader = new NodeReader(file, order, text, faults);
        return reader.TryReadAll(out var root) ? root : null;
    }

    private bool TryReadAll([NotNullWhen(true)] out Node? root)
    {
        root = null;
        if (!Utf8.IsValid(_text))
            return Fail(FirstInvalid(_text), "bytes that are no UTF-8");
        try
        {
            _reader.Read();
            root = ReadValue("$");
            // Anything but white space and comments after the value makes the reader throw.
            while (_reader.Read()) { }
            return true;
        }
        catch (JsonException fault)
        {
            return Fail(OffsetOf(fault), "a text that is no JSON", Shorten(fault.Message));
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to a string with a lone surrogate.
            return Fail((int)_reader.TokenStartIndex, "an escape that is no character");
        }
    }

    private Node ReadValue(string path)
    {
        var place = PlaceHere(path);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(place),
            JsonTokenType.StartArray => ReadArray(place),
            JsonTokenType.String => new ScalarNode(place, ScalarType.Text, _reader.GetString()!),
            JsonTokenType.Number => new ScalarNode(place, ScalarType.Number, Encoding.UTF8.GetString(_reader.ValueSpan)),
            JsonTokenType.Null => new ScalarNode(place, ScalarType.Null, "null"),
            _ => new ScalarNode(place, ScalarType.Flag, _reader.TokenType == JsonTokenType.True ? "true" : "false"),
        };
    }

    private ObjectNode ReadObject(SourcePlace place)
    {
        var members = new List<NamedNode>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            var path = Member(place.Path, name);
            var namePlace = PlaceHere(path);
            _reader.Read();
            var value = ReadValue(path);
            if (names.Add(name))
                members.Add(new NamedNode(name, namePlace, value));
            else
                _faults.Add(namePlace, ScalarNode.Quote(name), "which stands here a second time", "each member once");
        }

        return new ObjectNode(place, members);
    }

    private ArrayNode ReadArray(SourcePlace place)
    {
        var items = new List<Node>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue($"{place.Path}[{items.Count.ToString(CultureInfo.InvariantCulture)}]"));
        return new ArrayNode(place, items);
    }

    private SourcePlace PlaceHere(string path)
    {
        _cursor.MoveTo((int)_reader.TokenStartIndex);
        return new SourcePlace(_file, _order, _cursor.Line, _cursor.Column, path);
    }

    private readonly bool Fail(int offset, string found, string problem = "which cannot be read")
    {
        var cursor = new PlaceCursor(_text);
        cursor.MoveTo(offset);
        _faults.Add(new SourcePlace(_file, _order, cursor.Line, cursor.Column, "$"), found, problem, AllowedJson);
        return false;
    }

    private readonly int OffsetOf(JsonException fault)
    {
        var start = 0;
        for (var line = 0L; line < fault.LineNumber; line++)
            start += _text[start..].IndexOf((byte)'\n') + 1;
        return start + (int)(fault.BytePositionInLine ?? 0);
    }

    /// <summary>The reader's message without the position that it repeats in its own way.</summary>
    private static string Shorten(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"of which the reader says: {(end < 0 ? message : message[..end]).TrimEnd('.')}";
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
            offset += length;
        return offset;
    }

    private static string Member(string path, string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$')
            ? $"{path}.{name}"
            : $"{path}['{name}']";
}
