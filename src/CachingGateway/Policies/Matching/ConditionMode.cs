namespace CachingGateway.Policies.Matching;

/// <summary>How a condition compares values; YARP's modes of headers and query parameters together.</summary>
internal enum ConditionMode
{
    /// <summary>One of the request's values equals one of the condition's.</summary>
    Exact,

    /// <summary>One of the request's values begins with one of the condition's.</summary>
    Prefix,

    /// <summary>One of the request's values contains one of the condition's.</summary>
    Contains,

    /// <summary>None of the request's values contains any of the condition's; also when there is none.</summary>
    NotContains,

    /// <summary>There is a value that is not empty.</summary>
    Exists,

    /// <summary>There is no value, or only empty ones.</summary>
    NotExists,
}
