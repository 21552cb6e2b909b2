namespace SampleOrigin;

/// <summary>How the sample origin starts.</summary>
public sealed record SampleOriginOptions
{
    /// <summary>Where it listens. Default: a free port of the loopback address.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Multiplies every latency: 1 (the default) is as the real systems measured, 0 is none. Not negative.</summary>
    public double LatencyScale { get; init; } = 1;

    /// <summary>Seeds the data set and the latencies: the same seed on the same day gives the same origin. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Dates the writes and measures the latencies. Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
