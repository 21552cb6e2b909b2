using System.Collections.Immutable;

namespace CachingGateway.ConformanceTests.Kit;

/// <summary>One request of a client, what the origin answers if it is asked meanwhile, and what has to come of it.</summary>
internal sealed record Exchange(string Method, params string[] Fields) : IStep
{
    /// <summary>Precedes the case's path, for targets in absolute form.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Follows it.</summary>
    public string Suffix { get; init; } = "";

    public string? Body { get; init; }

    /// <summary>Whether the fields give the body's length, or its coding.</summary>
    public bool IsFramed { get; init; }

    /// <summary>For the first time, the second time … that it is asked; the last for all others.</summary>
    public ImmutableArray<Reply> Replies { get; init; } = [];

    public ImmutableArray<Check> Checks { get; init; } = [];

    /// <summary>The origin is asked behind the client's back: what it saw counts when it was asked.</summary>
    public bool IsAskedLater { get; init; }

    /// <summary>Is repeated until it comes out as it should, for what happens behind the client's back.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Reads on to the end of the connection behind the response.</summary>
    public bool IsLast { get; init; }

    public Exchange At(string suffix) => this with { Suffix = suffix };

    public Exchange Absolute(string prefix = "http://" + Template.Host) => this with { Prefix = prefix };

    public Exchange Sending(string body) => this with { Body = body };

    /// <summary>A body that the fields already frame.</summary>
    public Exchange Raw(string bytes) => this with { Body = bytes, IsFramed = true };

    public Exchange Saying(params string[] fields) => this with { Fields = [.. Fields, .. fields] };

    public Exchange Answered(params Reply[] replies) => this with { Replies = [.. replies] };

    public Exchange Later() => this with { IsAskedLater = true };

    public Exchange Eventually() => this with { IsRepeated = true };

    public Exchange Expect(string says, Func<Observed, bool> holds) => this with { Checks = Checks.Add(new(says, holds)) };

    /// <summary>The origin was asked, so often.</summary>
    public Exchange Asked(int times = 1) => Expect($"origin asked {times} times", o => o.Asked.Count == times);

    public Exchange AskedAtLeastOnce() => Expect("origin asked", o => o.Asked.Count > 0);

    public Exchange NotAsked() => Expect("origin not asked", o => o.Asked.Count == 0);

    public Exchange SeesMethod(string method) => Expect($"origin sees {method}", o => o.Asked.All(r => r.Method == method));

    /// <summary>What the origin was asked with: <c>Name: value</c>,
    /// lines of one name joined by a comma; or only <c>Name</c>.</summary>
    public Exchange Sees(params string[] lines) => lines.Aggregate(this, (all, line) => all.Expect(
        $"origin sees {line}", o => o.Asked.Count > 0 && FieldLine.Parse(line).IsIn(o.Asked[^1].Header, o.Template)));

    public Exchange SeesNo(params string[] lines) => lines.Aggregate(this, (all, line) => all.Expect(
        $"origin does not see {line}", o => o.Asked.All(r => !FieldLine.Parse(line).IsIn(r.Header, o.Template))));

    /// <summary>The last word on the status counts.</summary>
    public Exchange Status(int status) => (this with { Checks = Checks.RemoveAll(check => check.Says.StartsWith("status ",
        StringComparison.Ordinal)) }).Expect($"status {status}", o => o.Response?.Status == status);

    /// <summary>What the client gets, in the same form.</summary>
    public Exchange Has(params string[] lines) => lines.Aggregate(this, (all, line) => all.Expect(
        $"client gets {line}", o => o.Response is { } r && FieldLine.Parse(line).IsIn(r.Header, o.Template)));

    public Exchange HasNo(params string[] lines) => lines.Aggregate(this, (all, line) => all.Expect(
        $"client does not get {line}", o => o.Response is not { } r || !FieldLine.Parse(line).IsIn(r.Header, o.Template)));

    /// <summary>The client gets exactly these bytes.</summary>
    public Exchange Text(string body) => Expect($"body \"{body}\"", o => o.Response?.Text == body);

    /// <summary>The client gets the body that the origin sent in that step.</summary>
    public Exchange From(int step) => Expect($"the body of step {step}", o => o.Response?.Text == o.BodyOf(step));

    /// <summary>An <c>Age</c> of so many seconds, or what has passed since the case began more than that.</summary>
    public Exchange Age(long seconds) => Expect($"Age {seconds} and what has passed since", o => o.HasAge(seconds));

    /// <summary>This cache's member of <c>Cache-Status</c>, the last.</summary>
    public Exchange CacheStatus(string says, Func<ListMember, bool> holds) => Expect($"Cache-Status: {says}", o =>
        StructuredList.Parse(o.Response?.Header("Cache-Status") ?? "") is [.., var own] && holds(own));

    /// <summary>The cache may answer by itself or ask; if it answers by itself, this has to hold.</summary>
    public Exchange UnlessAsked(string says, Func<Observed, bool> holds) =>
        Expect($"origin asked, or {says}", o => o.Asked.Count > 0 || holds(o));

    /// <summary>Nothing follows the response before the connection ends.</summary>
    public Exchange NothingFollows() =>
        (this with { IsLast = true }).Saying("Connection: close").Expect("nothing behind the response", o => o.Behind == 0);

    /// <summary>The client can tell that the response is not complete.</summary>
    public Exchange Broken() => Expect("an incomplete response, or an error",
        o => o.Response is null || o.Response.Status >= 500);
}

/// <param name="Says">What has to hold, for the report.</param>
internal sealed record Check(string Says, Func<Observed, bool> Holds);

/// <summary>A field's name and, where it matters, its whole value.</summary>
internal readonly record struct FieldLine(string Name, string? Value)
{
    public static FieldLine Parse(string line) =>
        line.Split(':', 2) is [var name, var value] ? new(name, value.Trim()) : new(line, null);

    public bool IsIn(Func<string, string?> fields, Template template) =>
        fields(Name) is { } found && (Value is null || found == template.Expand(Value));
}
