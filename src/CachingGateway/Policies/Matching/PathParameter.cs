namespace CachingGateway.Policies.Matching;

/// <summary>A constraint of a path parameter, on its decoded value.</summary>
internal sealed record ParameterConstraint(string Text, IRouteConstraint Constraint)
{
    public bool Holds(string name, string value) =>
        Constraint.Match(
            httpContext: null, route: null, name, new RouteValueDictionary { [name] = value }, RouteDirection.IncomingRequest);
}

/// <summary>A parameter of a path template.</summary>
internal sealed record PathParameter(string Name, IReadOnlyList<ParameterConstraint> Constraints)
{
    public bool Accepts(string value)
    {
        foreach (var constraint in Constraints)
        {
            if (!constraint.Holds(Name, value))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether it accepts every value that <paramref name="other"/> accepts, as far as the constraints' texts tell.
    /// </summary>
    public bool Covers(PathParameter other) =>
        Constraints.All(constraint => other.Constraints.Any(theirs => theirs.Text == constraint.Text));
}
