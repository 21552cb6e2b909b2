using CachingGateway.Keys;
using CachingGateway.Policies.Members;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Compiling;

/// <summary>A route after merging, with the text behind each of its members.</summary>
internal sealed record RouteDraft(RouteSettings Settings, ObjectNode Node, BindContext Context)
{
    public string Name => Settings.Name ?? "";

    /// <summary>Whether members were left out or read without a fault, so that it makes sense to compare them.</summary>
    public bool AreSound(params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (NodePath.Find(Node, member) is { } node && Context.IsBroken(node))
                return false;
        }

        return true;
    }

    public bool States(string member) => NodePath.Find(Node, member) is not null;

    /// <summary>A fault at a member, or at the nearest text above it.</summary>
    public void Refuse(string member, string problem, string allowed)
    {
        var node = NodePath.Nearest(Node, member);
        Context.Refuse(node, problem, allowed);
    }

    /// <summary>Faults that the keys' own rules found.</summary>
    /// <param name="member">Stands for the member that they name, where they cannot know it.</param>
    public void Refuse(IEnumerable<KeyFault> faults, string? member = null)
    {
        foreach (var fault in faults)
            Context.Refuse(NodePath.Nearest(Node, member ?? fault.Member), fault);
    }
}
