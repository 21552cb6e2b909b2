namespace SampleOrigin.Trigpointing;

/// <summary><c>/v1/photos</c>: what is known of them; the pictures themselves lie elsewhere.</summary>
internal static class PhotoEndpoints
{
    public static void Map(OriginEndpoints endpoints, TrigpointingData data)
    {
        endpoints.Get("/v1/photos", TrigpointingApi.Many, request => List(request, data));
        endpoints.Get("/v1/photos/{photo_id}", TrigpointingApi.One, request => One(request, data));
        endpoints.Post("/v1/photos", TrigpointingApi.Changing, request => CreateAsync(request, data));
        endpoints.Put("/v1/photos/{photo_id}", TrigpointingApi.Changing, request => ChangeAsync(request, data));
        endpoints.Delete("/v1/photos/{photo_id}", TrigpointingApi.Changing, request => Delete(request, data));
    }

    private static OriginAnswer List(OriginRequest request, TrigpointingData data)
    {
        if (request.Page is not { } page)
            return Answers.BadPage;
        int? trig = request.Filter("trig_id"), user = request.Filter("user_id"), log = request.Filter("log_id");
        return data.Read(() => Answers.List(
            request, page,
            data.Photos.Values.Reverse().Where(photo =>
                photo.TrigId == (trig ?? photo.TrigId) && photo.UserId == (user ?? photo.UserId)
                && photo.LogId == (log ?? photo.LogId)),
            data.Version,
            Views.Of));
    }

    private static OriginAnswer One(OriginRequest request, TrigpointingData data) =>
        data.Read(() => data.Photos.TryGetValue(request.Id("photo_id"), out var photo)
            ? OriginAnswer.Of(Views.Of(photo))
            : Answers.NoSuch("Photo"));

    private static async ValueTask<OriginAnswer> CreateAsync(OriginRequest request, TrigpointingData data)
    {
        if (await request.BodyAsync<PhotoBody>() is not { LogId: { } logId } body)
            return Answers.Unprocessable("log_id is needed");
        return data.Write(stamp =>
        {
            if (!data.Logs.TryGetValue(logId, out var log))
                return Answers.NoSuch("Log");
            var id = data.NextId(data.Photos);
            data.Put(
                new Photo(
                    id, logId, log.TrigId, log.UserId, body.Caption ?? "", body.License ?? "Y", 1600, 1200, 250_000, stamp.At, 0,
                    stamp.At),
                stamp);
            return OriginAnswer.Created(Views.Of(data.Photos[id]));
        });
    }

    private static async ValueTask<OriginAnswer> ChangeAsync(OriginRequest request, TrigpointingData data)
    {
        if (await request.BodyAsync<PhotoBody>() is not { } body)
            return Answers.Unprocessable("a photo in JSON is needed");
        return data.Write(stamp =>
        {
            if (!data.Photos.TryGetValue(request.Id("photo_id"), out var photo))
                return Answers.NoSuch("Photo");
            data.Put(photo with { Caption = body.Caption ?? photo.Caption, License = body.License ?? photo.License }, stamp);
            return OriginAnswer.Of(Views.Of(data.Photos[photo.Id]));
        });
    }

    private static OriginAnswer Delete(OriginRequest request, TrigpointingData data) => data.Write(stamp =>
    {
        if (!data.Photos.TryGetValue(request.Id("photo_id"), out var photo))
            return Answers.NoSuch("Photo");
        data.Remove(photo, stamp);
        return OriginAnswer.NoContent;
    });
}
