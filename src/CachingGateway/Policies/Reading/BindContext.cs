using System.Text.RegularExpressions;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Reading;

/// <summary>A scalar with its <c>env:</c> resolved.</summary>
/// <param name="Shown">What a fault may show of it: never a value from the environment.</param>
internal readonly record struct ScalarValue(ScalarType Type, string Text, string Shown, bool FromEnvironment);

/// <summary>What reading values needs: where faults go, and the environment.</summary>
internal sealed partial class BindContext(FaultList faults, Func<string, string?> environment)
{
    public const string AllowedEnvironment = "\"env:NAME\" or \"env:NAME:default\", NAME of letters, digits and _";
    private const string Prefix = "env:";

    private readonly HashSet<Node> _broken = new(ReferenceEqualityComparer.Instance);

    public FaultList Faults => faults;

    /// <summary>Whether a member's value was refused, so that nothing more needs to be said of it.</summary>
    public bool IsBroken(Node node) => _broken.Contains(node);

    public void MarkBroken(Node node) => _broken.Add(node);

    public void Refuse(Node node, string problem, string allowed) => faults.Add(node.Place, node.Shown, problem, allowed);

    /// <summary>A fault that somebody found who knows the value alone.</summary>
    public void Refuse(Node node, in KeyFault fault)
    {
        var problem = fault.Problem.StartsWith("which ", StringComparison.Ordinal) ? fault.Problem : $"which {fault.Problem}";
        // What was looked at may have come from the environment, and is not to be shown then.
        var found = node is ScalarNode { Type: ScalarType.Text } scalar && scalar.Text.StartsWith(Prefix, StringComparison.Ordinal)
            ? node.Shown
            : ScalarNode.Quote(fault.Found);
        faults.Add(node.Place, found, problem, fault.Allowed);
    }

    /// <summary>
    /// The scalar, or what the environment says where it reads <c>env:NAME</c>; <see langword="null"/> after a fault.
    /// </summary>
    /// <param name="node">
    /// A text such as <c>env:{x}</c> is a template and stands for itself. An empty variable counts as unset: that is how compose
    /// files hand on what their own environment lacks.
    /// </param>
    public ScalarValue? Resolve(ScalarNode node)
    {
        if (node.Type != ScalarType.Text || !node.Text.StartsWith(Prefix, StringComparison.Ordinal) || node.Text.StartsWith(
            "env:{", StringComparison.Ordinal))
            return new ScalarValue(node.Type, node.Text, node.Shown, FromEnvironment: false);

        var reference = Reference().Match(node.Text);
        if (!reference.Success)
        {
            Refuse(node, "which names no variable", AllowedEnvironment);
            return null;
        }

        var name = reference.Groups["name"].Value;
        var shown = ScalarNode.Quote(Prefix + name);
        if (environment(name) is { Length: > 0 } value)
            return new ScalarValue(ScalarType.Text, value, shown, FromEnvironment: true);
        if (reference.Groups["default"] is { Success: true } fallback)
            return new ScalarValue(ScalarType.Text, fallback.Value, node.Shown, FromEnvironment: true);
        faults.Add(node.Place, shown, "which is not set", $"a set variable, or \"env:{name}:default\"");
        return null;
    }

    [GeneratedRegex(
        "^env:(?<name>[A-Za-z_][A-Za-z0-9_]*)(:(?<default>.*))?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
