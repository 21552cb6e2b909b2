using CachingGateway.Invalidation.Logs;
using CachingGateway.Invalidation.Protocol;
using Xunit;

namespace CachingGateway.UnitTests.Invalidation.Protocol;

public class MemberTableTests
{
    private readonly MemberTable _members = new("self");

    [Fact]
    public void OnlyOthersCount()
    {
        Take(1, 0, new Member("self", 9, 1), new Member("a", 9, 1), new Member("b", 3, 1));

        Assert.Equal((2, 1), _members.Count(sequence: 5, since: 0));
    }

    [Fact]
    public void SilentOnes_DoNotCount_UntilTheyAreHeardOfAgain()
    {
        Take(1, 0, new Member("a", 0, 1));
        Take(2, 50, new Member("a", 0, 1));
        Assert.Equal((0, 0), _members.Count(sequence: 5, since: 10));
        Assert.Equal(["a"], _members.SilentSince(10).Select(member => member.Id));

        Take(3, 50, new Member("a", 0, 2));
        Assert.Equal((1, 0), _members.Count(sequence: 5, since: 10));
    }

    [Fact]
    public void OlderList_SaysNothing()
    {
        Take(2, 0, new Member("a", 0, 5));
        Take(1, 0, new Member("b", 0, 5));
        Take(2, 0);

        Assert.Equal((1, 0), _members.Count(sequence: 1, since: 0));
    }

    [Fact]
    public void PositionsOnlyGrow()
    {
        Take(1, 0, new Member("a", 3, 1));
        _members.Confirm("a", 7);
        Take(2, 0, new Member("a", 4, 2));
        _members.Confirm("a", 2);

        Assert.Equal((1, 1), _members.Count(sequence: 7, since: 0));
    }

    [Fact]
    public void ConfirmationOfNobody_IsForgotten()
    {
        _members.Confirm("a", 7);
        Take(1, 0, new Member("a", 0, 1));

        Assert.Equal((1, 0), _members.Count(sequence: 7, since: 0));
    }

    [Fact]
    public void LeftOnes_AreGone_AndAllInAnotherGeneration()
    {
        Take(4, 0, new Member("a", 0, 1), new Member("b", 0, 1));
        Take(5, 0, new Member("b", 0, 1));
        Assert.Equal((1, 0), _members.Count(sequence: 1, since: 0));

        _members.Clear();
        Take(1, 0, new Member("c", 0, 1));
        Assert.Equal((1, 0), _members.Count(sequence: 1, since: 0));
    }

    private void Take(long version, long now, params Member[] members) => _members.Take(new Membership(version, members), now);
}
