using CachingGateway.TestKit;
using Xunit;

namespace CachingGateway.FunctionalTests.Replicas;

/// <summary>
/// An invalidation while a fill is on its way. Whoever came before may get the old answer; nothing of it is stored, and whoever comes
/// after gets the new one without waiting for the old. The invalidation is posted to the other gateway.
/// </summary>
public sealed class RaceTests(ReplicasFixture fixture) : IClassFixture<ReplicasFixture>
{
    private readonly GatewayReplicas _all = fixture.All;

    private TestGateway One => _all.Gateways[0];

    private TestGateway Two => _all.Gateways[1];

    [Fact]
    public async Task PurgeDuringAFill_TheNextGetsTheNew_AndDoesNotWaitForTheOld()
    {
        var old = Hold("/fill", "old");
        var before = One.AskAsync("/fill");
        await _all.Origin.WhenCalled("/fill");
        _all.Origin.Answer("/fill", "new");

        await Two.PurgeAsync("fill");

        (await One.AskAsync("/fill").Within()).Is("MISS", "new");
        (await Two.AskAsync("/fill").Within()).Is("HIT", "new");
        old.Open();
        Assert.Equal("old", (await before.Within()).Text);
        (await One.AskAsync("/fill")).Is("HIT", "new");
        (await Two.AskAsync("/fill")).Is("HIT", "new");
        Assert.Equal(2, _all.Origin.Calls("/fill"));
    }

    [Fact]
    public async Task PurgeDuringAFill_TheNextOnTheOtherGatewayDoesNotWaitEither()
    {
        var old = Hold("/other", "old");
        var before = One.AskAsync("/other");
        await _all.Origin.WhenCalled("/other");
        _all.Origin.Answer("/other", "new");

        await Two.PurgeAsync("other");

        (await Two.AskAsync("/other").Within()).Is("MISS", "new");
        old.Open();
        await before.Within();
        (await One.AskAsync("/other")).Is("HIT", "new");
    }

    [Fact]
    public async Task PurgeDuringAFill_NothingOfItIsStored()
    {
        var old = Hold("/stored", "old");
        var before = One.AskAsync("/stored");
        await _all.Origin.WhenCalled("/stored");

        await Two.PurgeAsync("stored");
        old.Open();
        Assert.Equal("old", (await before.Within()).Text);
        _all.Origin.Answer("/stored", "new");

        (await Two.AskAsync("/stored")).Is("MISS", "new");
        (await One.AskAsync("/stored")).Is("HIT", "new");
    }

    [Fact]
    public async Task CrowdBeforeAndAfterThePurge_IsOneCallEach()
    {
        for (var (attempt, isSettled) = (0, false); !isSettled; attempt++)
        {
            var (path, later, lapses) = ($"/crowd{attempt}", new Gate(), await _all.LapsesAsync());
            var old = Hold(path, "old");
            var before = Enumerable.Range(0, 50).Select(i => _all.Gateways[i % 2].AskAsync(path)).ToArray();
            await _all.Origin.WhenCalled(path);
            _all.Origin.Answer(path, ScriptedAnswer.Ok("new") with { Before = later });

            await Two.PurgeAsync(path[1..]);
            var after = Enumerable.Range(0, 50).Select(i => _all.Gateways[i % 2].AskAsync(path)).ToArray();
            await _all.Origin.WhenCalled(path, 2);
            later.Open();

            Assert.All(await Task.WhenAll(after).Within(), answer => Assert.Equal("new", answer.Text));
            var calls = _all.Origin.Calls(path);
            old.Open();
            await Task.WhenAll(before).Within();
            Assert.Equal("new", (await One.AskAsync(path)).Text);
            isSettled = attempt == 9 || await _all.LapsesAsync() == lapses;
            if (isSettled)
                Assert.Equal(2, calls);
        }
    }

    [Fact]
    public async Task TagOfTheResponse_WhoCameAfterThePurgeIsNotGivenTheOld()
    {
        var old = Hold("/tagged", "old", ("xkey", "red"));
        var before = One.AskAsync("/tagged");
        await _all.Origin.WhenCalled("/tagged");
        _all.Origin.Answer("/tagged", "new", ("xkey", "red"));

        await Two.PurgeAsync("red");
        // Nobody knows yet that it names what is on its way: he waits until that is known.
        var after = One.AskAsync("/tagged");
        old.Open();

        Assert.Equal("old", (await before.Within()).Text);
        (await after.Within()).Is("MISS", "new");
        (await Two.AskAsync("/tagged")).Is("HIT", "new");
    }

    [Fact]
    public async Task TagOfAResponseThatStreams_TheNextDoesNotWaitForItsEnd()
    {
        var pieces = new PiecewiseBody();
        _all.Origin.Answer("/streams", new ScriptedAnswer { Pieces = pieces, Headers = [("xkey", "green")] });
        using var before = await One.OpenAsync("/streams", ("Host", GatewayReplicas.Host));
        _all.Origin.Answer("/streams", "new", ("xkey", "green"));

        await Two.PurgeAsync("green");

        (await One.AskAsync("/streams").Within()).Is("MISS", "new");
        pieces.Send("old");
        pieces.Complete();
        Assert.Equal("old", await before.Content.ReadAsStringAsync().Within());
        (await One.AskAsync("/streams")).Is("HIT", "new");
        (await Two.AskAsync("/streams")).Is("HIT", "new");
    }

    [Fact]
    public async Task OldFillThatEndsLast_DoesNotReplaceTheNew_ThoughItsOwnTagsWereNotNamed()
    {
        var old = Hold("/moved", "old", ("xkey", "before"));
        var before = One.AskAsync("/moved");
        await _all.Origin.WhenCalled("/moved");
        _all.Origin.Answer("/moved", "new", ("xkey", "after"));
        await Two.PurgeAsync("anything");

        Assert.Equal("new", (await One.AskAsync("/moved", ("Cache-Control", "no-cache")).Within()).Text);
        old.Open();
        await before.Within();

        (await One.AskAsync("/moved")).Is("HIT", "new");
        // What a client had fetched anew, the other finds as soon as Redis has it, and may ask for it before.
        Assert.Equal("new", (await Two.AskAsync("/moved")).Text);
        (await Two.AskAsync("/moved")).Is("HIT", "new");
    }

    [Fact]
    public async Task PurgeDuringARefreshThatAClientAskedFor_NothingOfItIsStored()
    {
        var old = Hold("/asked", "old");
        var before = One.AskAsync("/asked", ("Cache-Control", "no-cache"));
        await _all.Origin.WhenCalled("/asked");
        _all.Origin.Answer("/asked", "new");

        await Two.PurgeAsync("asked");

        (await One.AskAsync("/asked").Within()).Is("MISS", "new");
        old.Open();
        (await before.Within()).Is("BYPASS", "old");
        (await One.AskAsync("/asked")).Is("HIT", "new");
        (await Two.AskAsync("/asked")).Is("HIT", "new");
    }

    [Fact]
    public async Task PurgeDuringABackgroundRefresh_ItsAnswerIsNeitherServedNorStored()
    {
        await StoredAsync("/behind", "first");
        var old = Hold("/behind", "second");
        await Two.SoftenAsync("behind");
        (await One.AskAsync("/behind")).Is("STALE", "first");
        await _all.Origin.WhenCalled("/behind", 2);
        _all.Origin.Answer("/behind", "third");

        await Two.PurgeAsync("behind");

        (await One.AskAsync("/behind").Within()).Is("MISS", "third");
        old.Open();
        (await Two.AskAsync("/behind")).Is("HIT", "third");
        (await One.AskAsync("/behind")).Is("HIT", "third");
    }

    [Fact]
    public async Task PurgeDuringARevalidation_WhatStillHeldIsNotStoredAnew()
    {
        await StoredAsync("/holds", "first", ("ETag", "\"1\""));
        var gate = new Gate();
        _all.Origin.Answer("/holds", new ScriptedAnswer { Status = 304, Headers = [("ETag", "\"1\"")], Before = gate });
        await Two.SoftenAsync("holds");
        (await One.AskAsync("/holds")).Is("STALE", "first");
        await _all.Origin.WhenCalled("/holds", 2);

        await Two.PurgeAsync("holds");
        gate.Open();
        _all.Origin.Answer("/holds", "third", ("ETag", "\"3\""));

        (await One.AskAsync("/holds").Within()).Is("MISS", "third");
        (await Two.AskAsync("/holds")).Is("HIT", "third");
        Assert.Null(_all.Origin.Received("/holds")[^1].Header("If-None-Match"));
    }

    [Fact]
    public async Task SlowFillOfAnotherGateway_DoesNotCountAgainstTheTimeoutOfThisOnes()
    {
        // Four seconds between two pieces is more than even a busy machine needs; five for all of them is more than the timeout.
        await using var all = await GatewayReplicas.StartAsync(2, """ "timeout": "4s" """);
        var pieces = new PiecewiseBody();
        all.Origin.Answer("/slow", new ScriptedAnswer { Pieces = pieces });
        using var first = await all.Gateways[0].OpenAsync("/slow", ("Host", GatewayReplicas.Host));

        var second = all.Gateways[1].AskAsync("/slow");
        for (var i = 0; i < 20; i++)
        {
            // The origin is slow and alive all the time.
            pieces.Send("x");
            await Deadline.Eventually(() => all.Gateways[0].AskAsync($"/{i}"), _ => true);
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
            await pause.WaitForNextTickAsync();
        }

        pieces.Complete();

        Assert.Equal((200, new string('x', 20)), ((await second.Within()).Status, (await second).Text));
    }

    private Gate Hold(string path, string body, params (string Name, string Value)[] headers)
    {
        var gate = new Gate();
        _all.Origin.Answer(path, ScriptedAnswer.Ok(body, headers) with { Before = gate });
        return gate;
    }

    private async Task StoredAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        _all.Origin.Answer(path, body, headers);
        (await One.AskAsync(path)).Is("MISS", body);
        // On its way to Redis, or the other one is out of step for a moment: it asks the origin then.
        (await Deadline.Eventually(() => Two.AskAsync(path), answer => answer.CacheStatus == "HIT")).Is("HIT", body);
    }
}
