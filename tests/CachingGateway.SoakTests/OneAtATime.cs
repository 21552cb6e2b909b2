using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace CachingGateway.SoakTests;

/// <summary>Tests that use the whole machine, and so run one after the other.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "It names a collection of tests.")]
public class OneAtATime;
