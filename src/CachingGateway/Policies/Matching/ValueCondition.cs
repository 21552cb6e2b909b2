namespace CachingGateway.Policies.Matching;

/// <summary>A condition on the values that a request has under one name.</summary>
internal sealed class ValueCondition(string name, ConditionMode mode, IReadOnlyList<string> values, bool isCaseSensitive)
{
    private readonly StringComparison _comparison =
        isCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    public string Name => name;

    /// <summary>Whether whole items are compared, so that a list in one header field has to be taken apart first.</summary>
    public bool ComparesItems => mode is ConditionMode.Exact or ConditionMode.Prefix;

    public bool Holds(IReadOnlyList<string> present)
    {
        var any = present.Any(value => value.Length > 0);
        return mode switch
        {
            ConditionMode.Exists => any,
            ConditionMode.NotExists => !any,
            ConditionMode.NotContains => !Fits(present),
            _ => any && Fits(present),
        };
    }

    private bool Fits(IReadOnlyList<string> present)
    {
        foreach (var value in present)
        {
            foreach (var wanted in values)
            {
                if (Fits(value, wanted))
                    return true;
            }
        }

        return false;
    }

    private bool Fits(string value, string wanted) => mode switch
    {
        ConditionMode.Exact => value.Equals(wanted, _comparison),
        ConditionMode.Prefix => value.StartsWith(wanted, _comparison),
        _ => value.Contains(wanted, _comparison),
    };
}
