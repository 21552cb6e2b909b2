using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.Options;

namespace CachingGateway.Policies.Matching;

/// <summary>Resolves the inline constraints of path templates, as ASP.NET Core does.</summary>
internal static class ConstraintResolver
{
    private static readonly DefaultInlineConstraintResolver Resolver = Create();

    /// <summary>Fails for what is no constraint, has wrong arguments, or needs more than the value.</summary>
    public static bool TryResolve(string text, [NotNullWhen(true)] out ParameterConstraint? constraint)
    {
        constraint = null;
        try
        {
            if (Resolver.ResolveConstraint(text) is not { } resolved)
                return false;
            var candidate = new ParameterConstraint(text, resolved);
            // Those that need the request itself say so with an exception, once, here.
            _ = candidate.Holds("probe", "1");
            constraint = candidate;
            return true;
        }
        catch (Exception fault) when (IsRefusal(fault))
        {
            return false;
        }
    }

    private static bool IsRefusal(Exception fault) => fault
        is RouteCreationException or InvalidOperationException or ArgumentException or FormatException or OverflowException
        or NotSupportedException or NullReferenceException or MissingMethodException
        or System.Reflection.TargetInvocationException;

    private static DefaultInlineConstraintResolver Create()
    {
        var options = new RouteOptions();
        options.ConstraintMap["regex"] = typeof(LinearRegexConstraint);
        return new DefaultInlineConstraintResolver(Options.Create(options), EmptyServices.Instance);
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}

/// <summary>
/// The <c>regex</c> constraint without backtracking: matching runs on the I/O thread, where a hostile path must not buy more
/// time than its length. Patterns that need backtracking (look-around, back-references) are refused.
/// </summary>
internal sealed class LinearRegexConstraint(string pattern) : RegexRouteConstraint(
    new Regex(
        pattern,
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)));
