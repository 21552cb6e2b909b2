using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace CachingGateway.FunctionalTests.Deployment;

/// <summary>The files that operators deploy with, where they stand in the clone.</summary>
internal static class DeployFiles
{
    public const string Compose = "docker-compose.yml";

    public static string Root { get; } = FindRoot();

    /// <summary>All of them, relative to the clone.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Path("deploy"), "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Root, file))
            .Append(Compose);

    public static string Path(string name) => System.IO.Path.Combine(Root, name);

    public static string Text(string name) => File.ReadAllText(Path(name));

    /// <summary>Every document of a YAML file, merge keys and aliases resolved; scalars are texts.</summary>
    /// <exception cref="YamlException">It is no YAML, or has a key twice.</exception>
    public static IReadOnlyList<JsonNode> Yaml(string name) => YamlOf(Text(name));

    public static IReadOnlyList<JsonNode> YamlOf(string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var reader = new DeserializerBuilder().WithDuplicateKeyChecking().Build();
        var documents = new List<JsonNode>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            if (Node(reader.Deserialize<object?>(parser)) is { } document)
                documents.Add(document);
        }

        return documents;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        IDictionary<object, object?> members => new JsonObject(members.Select(each => KeyValuePair.Create((string)each.Key, Node(each.Value)))),
        IEnumerable<object?> items => new JsonArray([.. items.Select(Node)]),
        _ => JsonValue.Create((string)value),
    };

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CachingGateway.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no CachingGateway.sln above {AppContext.BaseDirectory}");
    }
}
