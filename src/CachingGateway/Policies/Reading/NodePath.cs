using System.Globalization;

namespace CachingGateway.Policies.Reading;

/// <summary>Finds the text behind a member's path: <c>key.headers[1]</c>, <c>statuses.404</c>.</summary>
internal static class NodePath
{
    /// <summary>The node at a path, or <see langword="null"/> where nothing was written.</summary>
    public static Node? Find(Node root, string path)
    {
        var found = Walk(root, path, out var complete);
        return complete ? found : null;
    }

    /// <summary>The node at a path, or the nearest one above it.</summary>
    public static Node Nearest(Node root, string path) => Walk(root, path, out _);

    private static Node Walk(Node root, string path, out bool complete)
    {
        var node = root;
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Below(node, step) is not { } below)
            {
                complete = false;
                return node;
            }

            node = below;
        }

        complete = true;
        return node;
    }

    private static Node? Below(Node node, string step) => node switch
    {
        ObjectNode parent => parent.Find(step),
        ArrayNode list when step.EndsWith(']') && int.TryParse(
            step.AsSpan(0, step.Length - 1), NumberStyles.None, null, out var index)
            => index < list.Items.Count ? list.Items[index] : null,
        _ => null,
    };
}
