namespace SampleOrigin.Trigpointing;

/// <summary><c>/v1/users</c> and what hangs on one walker.</summary>
internal static class UserEndpoints
{
    private const string Includes = "stats, breakdown";

    public static void Map(OriginEndpoints endpoints, TrigpointingData data)
    {
        endpoints.Get("/v1/users", TrigpointingApi.Many, request => List(request, data));
        endpoints.Get("/v1/users/{user_id}", TrigpointingApi.One, request => One(request, data));
        endpoints.Get("/v1/users/{user_id}/logs", TrigpointingApi.Many, request => Logs(request, data));
        endpoints.Get("/v1/users/{user_id}/photos", TrigpointingApi.Many, request => Photos(request, data));
        endpoints.Get("/v1/users/{user_id}/map", TrigpointingApi.Picture, request => Map(request, data));
        endpoints.Get("/v1/users/{user_id}/badge", TrigpointingApi.Picture, request => Badge(request, data));
        endpoints.Post("/v1/users", TrigpointingApi.Changing, request => CreateAsync(request, data));
        endpoints.Put("/v1/users/{user_id}", TrigpointingApi.Changing, request => ChangeAsync(request, data));
        endpoints.Delete("/v1/users/{user_id}", TrigpointingApi.Changing, request => Delete(request, data));
    }

    private static OriginAnswer List(OriginRequest request, TrigpointingData data)
    {
        if (request.Page is not { } page)
            return Answers.BadPage;
        var name = request.Text("name");
        return data.Read(() => Answers.List(
            request, page,
            data.Users.Values.Where(user => name is null || user.Name.Contains(name, StringComparison.OrdinalIgnoreCase)),
            data.Version,
            user => Views.Of(user, data, new HashSet<string>())));
    }

    private static OriginAnswer One(OriginRequest request, TrigpointingData data) =>
        request.Include("stats", "breakdown") is not { } include
            ? Answers.BadInclude(Includes)
            : Find(request, data, user => OriginAnswer.Of(Views.Of(user, data, include)));

    private static OriginAnswer Logs(OriginRequest request, TrigpointingData data) => request.Page is not { } page
        ? Answers.BadPage
        : Find(request, data, user => Answers.List(
            request, page, data.LogsOf(user).Reverse(), user.Version, log => Views.Of(log, data, new HashSet<string>())));

    private static OriginAnswer Photos(OriginRequest request, TrigpointingData data) => request.Page is not { } page
        ? Answers.BadPage
        : Find(request, data, user => Answers.List(
            request, page, data.PhotosOf(user).Reverse(), user.Version, Views.Of));

    private static OriginAnswer Map(OriginRequest request, TrigpointingData data) => Pictures.Size(request) is not { } size
        ? Pictures.BadSize
        : Find(request, data, user =>
        {
            var found = data.LogsOf(user).Select(log => data.Trigs[log.TrigId].At).ToList();
            return OriginAnswer.Png(() => Pictures.UserMap(user, found, size));
        });

    private static OriginAnswer Badge(OriginRequest request, TrigpointingData data) =>
        request.Number("scale", 1, 1, 4) is not { } scale
            ? Answers.Unprocessable("scale must be a number from 1 to 4")
            : Find(request, data, user =>
            {
                int logs = data.LogsOf(user).Count(), photos = data.PhotosOf(user).Count();
                return OriginAnswer.Png(() => Pictures.Badge(user, logs, photos, scale));
            });

    private static async ValueTask<OriginAnswer> CreateAsync(OriginRequest request, TrigpointingData data)
    {
        if (await request.BodyAsync<UserBody>() is not { Name: { Length: > 0 } name } body)
            return Answers.Unprocessable("name is needed");
        return data.Write(stamp =>
        {
            if (data.Users.Values.Any(user => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                return OriginAnswer.Of(new { Detail = "That name is taken" }, StatusCodes.Status409Conflict);
            var id = data.NextId(data.Users);
            data.Put(new Walker(id, name, body.Firstname ?? "", body.Surname ?? "", body.About, stamp.At, 0, stamp.At), stamp);
            return OriginAnswer.Created(Views.Of(data.Users[id], data, new HashSet<string>()));
        });
    }

    private static async ValueTask<OriginAnswer> ChangeAsync(OriginRequest request, TrigpointingData data)
    {
        if (await request.BodyAsync<UserBody>() is not { } body)
            return Answers.Unprocessable("a user in JSON is needed");
        return data.Write(stamp =>
        {
            if (!data.Users.TryGetValue(request.Id("user_id"), out var user))
                return Answers.NoSuch("User");
            data.Put(
                user with
                {
                    Name = body.Name ?? user.Name,
                    Firstname = body.Firstname ?? user.Firstname,
                    Surname = body.Surname ?? user.Surname,
                    About = body.About ?? user.About,
                },
                stamp);
            return OriginAnswer.Of(Views.Of(data.Users[user.Id], data, new HashSet<string>()));
        });
    }

    private static OriginAnswer Delete(OriginRequest request, TrigpointingData data) => data.Write(stamp =>
    {
        if (!data.Users.TryGetValue(request.Id("user_id"), out var user))
            return Answers.NoSuch("User");
        data.Remove(user, stamp);
        return OriginAnswer.NoContent;
    });

    private static OriginAnswer Find(OriginRequest request, TrigpointingData data, Func<Walker, OriginAnswer> answer) =>
        data.Read(() => data.Users.TryGetValue(request.Id("user_id"), out var user) ? answer(user) : Answers.NoSuch("User"));
}
