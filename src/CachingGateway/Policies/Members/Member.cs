using System.Text;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Members;

/// <summary>One member of an object in the policy file: a row of the table that reads it and describes it.</summary>
/// <param name="name">As written in the file.</param>
/// <param name="kind">What may stand as its value.</param>
/// <param name="summary">Meaning, unit and range, for people.</param>
/// <param name="defaultJson">What counts when it is absent, as JSON; <see langword="null"/>: absence has its own meaning.</param>
internal abstract class Member<TOwner>(string name, ValueKind kind, string summary, string? defaultJson)
{
    private readonly Node? _default =
        defaultJson is null ? null : NodeReader.Read("default", 0, Encoding.UTF8.GetBytes(defaultJson), new FaultList());

    public string Name => name;

    public ValueKind Kind => kind;

    public string Summary => summary;

    public string? DefaultJson => defaultJson;

    public bool IsRequired { get; init; }

    /// <summary>The owner with this member's value set; unchanged after a fault.</summary>
    public abstract TOwner Bind(TOwner owner, Node value, BindContext context);

    /// <summary>
    /// The owner with this member's default set, faults (of a default from the environment) placed at <paramref name="place"/>.
    /// </summary>
    public TOwner BindDefault(TOwner owner, SourcePlace place, BindContext context) =>
        defaultJson is null ? owner : Bind(owner, DefaultAt(place), context);

    /// <summary>Only a default from the environment can be faulty, so only that needs a place of its own.</summary>
    private Node DefaultAt(SourcePlace place) =>
        _default is ScalarNode { Type: ScalarType.Text } text ? new ScalarNode(place, text.Type, text.Text) : _default!;
}

internal sealed class Member<TOwner, TValue>(
    string name, ValueKind<TValue> kind, string summary, Func<TOwner, TValue, TOwner> set, string? defaultJson)
    : Member<TOwner>(name, kind, summary, defaultJson)
{
    public override TOwner Bind(TOwner owner, Node value, BindContext context)
    {
        if (kind.TryRead(value, context, out var read))
            return set(owner, read);
        context.MarkBroken(value);
        return owner;
    }
}
