namespace CachingGateway.Commands;

/// <summary>What the demo says when it runs: what is where, and what is worth trying.</summary>
/// <param name="Gateway">Where clients are answered.</param>
/// <param name="Management">Where operators are answered.</param>
/// <param name="Origin">Where the sample API answers.</param>
/// <param name="Policy">The policy file, to be edited.</param>
internal sealed record DemoTour(Uri Gateway, Uri Management, Uri Origin, string Policy)
{
    public override string ToString() =>
        $"""

        gateway     {Root(Gateway)}
        management  {Root(Management)}
        origin      {Root(Origin)}
        policy      {Policy}  (edit it: what it says counts within a second)

        Try, in another terminal:
          curl -i {Root(Gateway)}/v1/trigs/123                               # MISS, then HIT
          curl -i -H 'Cache-Control: no-cache' {Root(Gateway)}/v1/trigs/123  # BYPASS: past the cache, which takes the answer in
          curl {Root(Origin)}/_origin/calls                                  # how often the origin was really asked

        Ctrl+C ends it.

        """;

    private static string Root(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
