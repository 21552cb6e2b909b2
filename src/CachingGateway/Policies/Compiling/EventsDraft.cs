using CachingGateway.Keys;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Compiling;

/// <summary>A source or a rule with the text behind each of its members.</summary>
internal sealed class EventsDraft(Node node, BindContext context)
{
    /// <summary>Whether a member was left out or read without a fault.</summary>
    public bool IsSound(string member) => NodePath.Find(node, member) is not { } written || !context.IsBroken(written);

    /// <summary>A fault at a member, or at the nearest text above it.</summary>
    public void Refuse(string member, string problem, string allowed) =>
        context.Refuse(NodePath.Nearest(node, member), problem, allowed);

    /// <summary>A fault of a value that must not be shown.</summary>
    public void RefuseSecret(string member, string problem, string allowed)
    {
        var at = NodePath.Nearest(node, member);
        var isVariable = at is ScalarNode scalar && scalar.Text.StartsWith("env:", StringComparison.Ordinal);
        // A variable's default may be a secret too.
        context.Faults.Add(at.Place, isVariable ? "a secret from the environment" : "a secret", problem, allowed);
    }

    public void Refuse(IEnumerable<KeyFault> faults)
    {
        foreach (var fault in faults)
            context.Refuse(NodePath.Nearest(node, fault.Member), fault);
    }
}
