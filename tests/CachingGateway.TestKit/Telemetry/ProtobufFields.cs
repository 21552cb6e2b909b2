using System.Buffers.Binary;
using System.Text;

namespace CachingGateway.TestKit.Telemetry;

/// <summary>The fields of one Protocol Buffers message, by number: as much of the format as OTLP needs.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(int Number, ulong Value, byte[] Bytes)> _fields = [];

    public ProtobufFields(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((number, Varint(ref message), []));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    _fields.Add((number, 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(message), []));
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException($"A field of wire type {tag & 7}.");
            }
        }
    }

    /// <summary>The messages in a field, one after the other.</summary>
    public IEnumerable<ProtobufFields> Messages(int number) => All(number).Select(bytes => new ProtobufFields(bytes));

    /// <summary>The messages at the end of a path of fields.</summary>
    public IEnumerable<ProtobufFields> Messages(params int[] path) =>
        path.Aggregate<int, IEnumerable<ProtobufFields>>([this], (messages, number) => messages.SelectMany(message => message.Messages(number)));

    public string Text(int number) => Encoding.UTF8.GetString(All(number).FirstOrDefault([]));

    /// <summary>Bytes as lower-case hexadecimal digits.</summary>
    public string Hex(int number) => Convert.ToHexStringLower(All(number).FirstOrDefault([]));

    public ulong Number(int number) => _fields.Where(field => field.Number == number).Select(field => field.Value).FirstOrDefault();

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    private IEnumerable<byte[]> All(int number) => _fields.Where(field => field.Number == number).Select(field => field.Bytes);

    private static ulong Varint(ref ReadOnlySpan<byte> from)
    {
        var value = 0UL;
        for (var i = 0; ; i++)
        {
            value |= (ulong)(from[i] & 0x7f) << (7 * i);
            if ((from[i] & 0x80) != 0)
                continue;
            from = from[(i + 1)..];
            return value;
        }
    }
}
