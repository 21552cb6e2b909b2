using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CachingGateway.Policies.Matching;

/// <summary>A path template of ASP.NET Core, compiled to the shapes it stands for.</summary>
internal sealed class PathTemplate
{
    private PathTemplate(string text, IReadOnlyList<string> parameters, IReadOnlyList<PathShape> shapes)
    {
        Text = text;
        Parameters = parameters;
        Shapes = shapes;
    }

    public string Text { get; }

    /// <summary>The names of its parameters, in its order.</summary>
    public IReadOnlyList<string> Parameters { get; }

    public IReadOnlyList<PathShape> Shapes { get; }

    /// <summary>Parses a template that begins with a slash; the problem is a clause for a fault.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out PathTemplate? template, [NotNullWhen(false)] out string? problem)
    {
        template = null;
        try
        {
            var pattern = RoutePatternFactory.Parse(text);
            if (!new PathTemplateParser(pattern).TryParse(text, out var shapes, out problem))
                return false;
            template = new PathTemplate(text, [.. pattern.Parameters.Select(parameter => parameter.Name)], shapes);
            return true;
        }
        catch (Exception fault) when (fault is RoutePatternException or InvalidOperationException)
        {
            // The second says that there are more than 28 segments, which also bounds how deep a walk recurses.
            problem = $"which is no path template ({fault.Message.TrimEnd('.')})";
            return false;
        }
    }
}
