namespace SampleOrigin.Trigpointing;

/// <summary><c>/v1/logs</c>.</summary>
internal static class LogEndpoints
{
    public static void Map(OriginEndpoints endpoints, TrigpointingData data)
    {
        endpoints.Get("/v1/logs", TrigpointingApi.Many, request => List(request, data));
        endpoints.Get("/v1/logs/{log_id}", TrigpointingApi.One, request => One(request, data));
        endpoints.Post("/v1/logs", TrigpointingApi.Changing, request => CreateAsync(request, data));
        endpoints.Put("/v1/logs/{log_id}", TrigpointingApi.Changing, request => ChangeAsync(request, data));
        endpoints.Delete("/v1/logs/{log_id}", TrigpointingApi.Changing, request => Delete(request, data));
    }

    private static OriginAnswer List(OriginRequest request, TrigpointingData data)
    {
        if (request.Page is not { } page)
            return Answers.BadPage;
        int? trig = request.Filter("trig_id"), user = request.Filter("user_id");
        return data.Read(() => Answers.List(
            request, page,
            data.Logs.Values.Reverse().Where(log => log.TrigId == (trig ?? log.TrigId) && log.UserId == (user ?? log.UserId)),
            data.Version,
            log => Views.Of(log, data, new HashSet<string>())));
    }

    private static OriginAnswer One(OriginRequest request, TrigpointingData data)
    {
        if (request.Include("photos") is not { } include)
            return Answers.BadInclude("photos");
        return data.Read(() => data.Logs.TryGetValue(request.Id("log_id"), out var log)
            ? OriginAnswer.Of(Views.Of(log, data, include))
            : Answers.NoSuch("Log"));
    }

    private static async ValueTask<OriginAnswer> CreateAsync(OriginRequest request, TrigpointingData data)
    {
        if (await request.BodyAsync<LogBody>() is not { TrigId: { } trigId, UserId: { } userId } body)
            return Answers.Unprocessable("trig_id and user_id are needed");
        return data.Write(stamp =>
        {
            if (!data.Trigs.TryGetValue(trigId, out var trig))
                return Answers.NoSuch("Trig");
            if (!data.Users.ContainsKey(userId))
                return Answers.NoSuch("User");
            var id = data.NextId(data.Logs);
            data.Put(
                new Log(
                    id, trigId, userId, body.Date ?? DateOnly.FromDateTime(stamp.At.UtcDateTime),
                    body.Condition ?? trig.Condition, body.Score ?? 0, body.Comment ?? "", stamp.At, 0, stamp.At),
                stamp);
            return OriginAnswer.Created(View(data, id));
        });
    }

    private static async ValueTask<OriginAnswer> ChangeAsync(OriginRequest request, TrigpointingData data)
    {
        if (await request.BodyAsync<LogBody>() is not { } body)
            return Answers.Unprocessable("a log in JSON is needed");
        return data.Write(stamp =>
        {
            if (!data.Logs.TryGetValue(request.Id("log_id"), out var log))
                return Answers.NoSuch("Log");
            data.Put(
                log with
                {
                    Date = body.Date ?? log.Date,
                    Condition = body.Condition ?? log.Condition,
                    Score = body.Score ?? log.Score,
                    Comment = body.Comment ?? log.Comment,
                },
                stamp);
            return OriginAnswer.Of(View(data, log.Id));
        });
    }

    private static OriginAnswer Delete(OriginRequest request, TrigpointingData data) => data.Write(stamp =>
    {
        if (!data.Logs.TryGetValue(request.Id("log_id"), out var log))
            return Answers.NoSuch("Log");
        data.Remove(log, stamp);
        return OriginAnswer.NoContent;
    });

    private static object View(TrigpointingData data, int id) => Views.Of(data.Logs[id], data, new HashSet<string>());
}
