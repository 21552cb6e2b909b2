using Xunit;
using Xunit.Abstractions;

namespace CachingGateway.ProofTests.Mutations;

/// <summary>No rule is there in vain: without it, some schedule breaks the promise.</summary>
public class MutantTests(ITestOutputHelper output)
{
    private const int MostSchedules = 6000;

    public static TheoryData<string> Names { get; } = new(Mutants.All.Select(mutant => mutant.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void RuleTakenOut_PromiseIsBroken(string name)
    {
        var mutant = Mutants.All.Single(one => one.Name == name);

        var (run, fault) = MutantCompiler.Compile(mutant)(mutant.Profile, 1, MostSchedules);

        Assert.True(fault is not null, $"survived {run} schedules");
        output.WriteLine($"{run} schedules; {fault}");
    }

    [Fact]
    public void NothingTakenOut_CompiledTheSameWay_PromiseIsKept()
    {
        var (run, fault) = MutantCompiler.Compile(new Mutant("none", ""))("everything", 1, 300);

        Assert.Equal((300, null), (run, fault));
    }

    [Fact]
    public void TextThatIsNotThere_IsAFault()
    {
        var mutant = new Mutant("rotten", "", new Edit("Invalidation/Protocol/Replica.cs", "no such text", ""));

        Assert.Throws<InvalidOperationException>(() => MutantCompiler.Compile(mutant));
    }
}
