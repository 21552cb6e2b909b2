using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CachingGateway.UnitTests.Keys;

/// <summary>Random JSON values, and many ways to write one.</summary>
internal static class JsonTexts
{
    private static readonly string[] Texts = ["", "a", "b", "aa", "\"",
        "\\", "\n", "\u0001", "/", "\u00e9", "\U0001F600", "\u007f", "null"];

    /// <summary>Strings, small numbers, booleans, arrays and dictionaries.</summary>
    public static Gen<object> Values() => Gen.Sized(size => Value(Math.Min(size, 12)));

    /// <summary>Writes a value with random order, white space and escapes; a seed of 0 writes it plainly.</summary>
    public static string Write(object value, int seed)
    {
        var text = new StringBuilder();
        Append(text, value, seed == 0 ? null : new Random(seed));
        return text.ToString();
    }

    private static Gen<object> Value(int size)
    {
        var scalar = Gen.OneOf(
            Gen.Elements(Texts).Select(t => (object)t),
            Gen.Choose(-3, 3).Select(n => (object)n),
            Gen.Elements<object>(true, false));
        if (size == 0)
        {
            return scalar;
        }

        var inner = Value(size / 3);
        var list = inner.ListOf().Select(items => (object)items.Take(4).ToArray());
        var members = from names in Gen.SubListOf(Texts)
                      from values in inner.ArrayOf(names.Count)
                      select (object)names.Zip(values).ToDictionary(p => p.First, p => p.Second);
        return Gen.OneOf(scalar, list, members);
    }

    private static void Append(StringBuilder text, object value, Random? random)
    {
        Space(text, random);
        switch (value)
        {
            case string s:
                AppendString(text, s, random);
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case object[] items:
                text.Append('[');
                AppendAll(text, items, random, item => Append(text, item, random));
                text.Append(']');
                break;
            case Dictionary<string, object> members:
                text.Append('{');
                var ordered = random is null ? members.ToArray() : Shuffled(members, random);
                AppendAll(text, ordered, random, member =>
                {
                    AppendString(text, member.Key, random);
                    Space(text, random);
                    text.Append(':');
                    Append(text, member.Value, random);
                });
                text.Append('}');
                break;
            default:
                text.Append(value);
                break;
        }

        Space(text, random);
    }

    private static KeyValuePair<string, object>[] Shuffled(Dictionary<string, object> members, Random random)
    {
        var array = members.ToArray();
        random.Shuffle(array);
        return array;
    }

    private static void AppendAll<T>(StringBuilder text, IEnumerable<T> items, Random? random, Action<T> append)
    {
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "" : ",");
            first = false;
            Space(text, random);
            append(item);
        }
    }

    private static void AppendString(StringBuilder text, string value, Random? random)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            var mustEscape = rune.Value is '"' or '\\' or < ' ';
            if (!mustEscape && random?.Next(3) != 0)
            {
                text.Append(rune);
                continue;
            }

            foreach (var unit in rune.ToString())
            {
                text.Append("\\u").Append(((int)unit).ToString(random?.Next(2) == 0 ? "X4" : "x4"));
            }
        }

        text.Append('"');
    }

    private static void Space(StringBuilder text, Random? random) => text.Append(' ', random?.Next(2) ?? 0);
}
