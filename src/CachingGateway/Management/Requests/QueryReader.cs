using System.Globalization;

namespace CachingGateway.Management.Requests;

/// <summary>Reads a query against the parameters that the endpoint was mapped with, and gathers all that is wrong with it.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly List<RequestFault> _faults = [];

    public QueryReader(HttpContext context)
    {
        _query = context.Request.Query;
        var known = context.GetEndpoint()!.Metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => parameter.Name).ToArray();
        foreach (var name in _query.Keys.Where(name => !known.Contains(name, StringComparer.Ordinal)))
            Refuse(name, _query[name].ToString(), "which is no parameter of this call", known.Length == 0 ? "none" : string.Join(", ", known));
    }

    /// <summary>What is wrong; empty: nothing.</summary>
    public IReadOnlyList<RequestFault> Faults => _faults;

    public int Read(IntegerParameter parameter)
    {
        if (Value(parameter) is not { } text)
            return parameter.Usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= parameter.Least && value <= parameter.Most)
            return value;
        Refuse(parameter, text);
        return parameter.Usual;
    }

    public bool Read(FlagParameter parameter)
    {
        var text = Value(parameter);
        if (text is not (null or "true" or "false"))
            Refuse(parameter, text);
        return text == "true";
    }

    public string? Read(TextParameter parameter)
    {
        if (Value(parameter) is not { } text)
            return null;
        if (text.Length <= parameter.MaxChars)
            return text;
        Refuse(parameter, $"{text.Length} characters");
        return null;
    }

    /// <summary>Its value is not one of those that the caller takes.</summary>
    public void Refuse(QueryParameter parameter, string found) => Refuse(parameter.Name, found, "which is not allowed", parameter.Allowed);

    private string? Value(QueryParameter parameter)
    {
        var values = _query[parameter.Name];
        if (values.Count > 1)
            Refuse(parameter.Name, values.ToString(), "which is there more than once", parameter.Allowed);
        return values.Count == 0 ? null : values[0];
    }

    private void Refuse(string name, string found, string problem, string allowed) =>
        _faults.Add(new RequestFault(name, $"\"{found}\"", problem, allowed));
}
