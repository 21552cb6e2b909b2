namespace SampleOrigin.Trigpointing;

/// <summary>The shapes that the API's answers share.</summary>
internal static class Answers
{
    public static OriginAnswer BadPage { get; } = Unprocessable(
        $"skip must be a number from 0, limit one from 1 to {OriginRequest.MaxLimit}");

    public static OriginAnswer NoSuch(string what) =>
        OriginAnswer.Of(new { Detail = $"{what} not found" }, StatusCodes.Status404NotFound);

    public static OriginAnswer Unprocessable(string detail) =>
        OriginAnswer.Of(new { Detail = detail }, StatusCodes.Status422UnprocessableEntity);

    public static OriginAnswer BadInclude(string allowed) => OriginAnswer.Of(
        new { Detail = $"Invalid include parameter(s). Valid options: {allowed}" }, StatusCodes.Status400BadRequest);

    /// <summary>One page of a list, with links to its neighbours.</summary>
    /// <param name="version">The version of the whole list, of which the page is a part.</param>
    public static OriginAnswer List<T>(
        OriginRequest request, Page page, IEnumerable<T> records, long version, Func<T, object> view)
    {
        var all = records.ToList();
        var items = all.Skip(page.Skip).Take(page.Limit).Select(view).ToList();
        var next = page.Skip + (long)items.Count;
        var more = items.Count > 0 && next < all.Count;
        return OriginAnswer.Of(new
        {
            Items = items,
            Pagination = new { Total = all.Count, page.Skip, page.Limit, HasMore = more },
            Links = new
            {
                Self = request.PathAndQuery,
                Next = more ? Link(request, next, page.Limit) : null,
                Prev = page.Skip > 0 ? Link(request, Math.Max(0, page.Skip - page.Limit), page.Limit) : null,
            },
            Version = version,
        });
    }

    private static string Link(OriginRequest request, long skip, int limit)
    {
        var others = request.Query.Where(pair => pair.Key is not ("skip" or "limit"));
        var query = QueryString.Create(others).Add("skip", skip.ToString()).Add("limit", limit.ToString());
        return request.Path + query.ToString();
    }
}
