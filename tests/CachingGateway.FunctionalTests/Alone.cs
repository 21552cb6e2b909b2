using Xunit;

namespace CachingGateway.FunctionalTests;

/// <summary>Tests that measure the process that they are in; they run when all others have.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
