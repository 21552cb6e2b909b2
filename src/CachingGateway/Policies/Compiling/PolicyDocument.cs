using CachingGateway.Policies.Members;
using CachingGateway.Policies.Reading;

namespace CachingGateway.Policies.Compiling;

/// <summary>A policy file with all that it includes, read but not yet merged.</summary>
internal sealed record PolicyDocument(PolicyFileSettings Settings, ObjectNode Root, IReadOnlyList<ObjectNode> Routes);

/// <summary>Reads a policy file and, after its own routes, those of the files it includes.</summary>
internal sealed class PolicyDocumentReader(PolicyFiles files, BindContext context)
{
    private readonly List<ObjectNode> _routes = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _files;

    /// <summary><see langword="null"/> when the file itself is no policy at all.</summary>
    public PolicyDocument? Read(string path)
    {
        var start = new SourcePlace(path, 0, 1, 1, "$");
        if (files.TryRead(path, out var text, out var problem))
            return Read(path, text);
        context.Faults.Add(start, ScalarNode.Quote(path), problem, "a policy file that can be read");
        return null;
    }

    /// <summary>Reads a text as if it stood in the file named.</summary>
    public PolicyDocument? Read(string path, ReadOnlySpan<byte> text)
    {
        _seen.Add(Path.GetFullPath(path));
        if (NodeReader.Read(path, _files++, text, context.Faults) is not { } root || !PolicyMembers.PolicyFile.TryRead(
            root, context, out var settings))
            return null;
        var node = (ObjectNode)root;
        if (node.Find("routes") is null && node.Find("include") is null)
            context.Refuse(node, "without any routes", "\"routes\", \"include\" or both");
        Take(path, settings, node);
        return new PolicyDocument(settings, node, _routes);
    }

    private void Take(string path, PolicyFileSettings settings, ObjectNode root)
    {
        _routes.AddRange(settings.Routes);
        for (var index = 0; index < settings.Include.Count; index++)
            Include(settings.Include[index], NodePath.Nearest(root, $"include[{index}]"), Path.GetDirectoryName(path) ?? "");
    }

    private void Include(string pattern, Node said, string directory)
    {
        var found = files.Expand(directory, pattern);
        if (found.Count == 0)
            context.Refuse(said, "which no file matches", "a path or glob of files that are there, relative to this file");
        foreach (var path in found)
        {
            if (!_seen.Add(Path.GetFullPath(path)))
                context.Refuse(
                    said, $"by which {path} is read a second time", "each file once, and none that leads back to itself");
            else if (files.TryRead(path, out var text, out var problem))
                TakeIncluded(path, text);
            else
                context.Refuse(said, problem, "a file that can be read, relative to this file");
        }
    }

    private void TakeIncluded(string path, byte[] text)
    {
        var root = NodeReader.Read(path, _files++, text, context.Faults);
        if (root is ArrayNode)
            root = new ObjectNode(root.Place, [new NamedNode("routes", root.Place, root)]);
        if (root is not null && PolicyMembers.IncludedFile.TryRead(root, context, out var settings))
            Take(path, settings, (ObjectNode)root);
    }
}
