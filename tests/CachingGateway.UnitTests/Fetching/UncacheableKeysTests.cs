using CachingGateway.Fetching;
using CachingGateway.Keys;
using CachingGateway.UnitTests.Storage;
using Xunit;

namespace CachingGateway.UnitTests.Fetching;

public class UncacheableKeysTests
{
    private static readonly EntryKey Key = new(1, 2);

    private readonly ManualTime _time = new();
    private readonly UncacheableKeys _keys;

    public UncacheableKeysTests() => _keys = new UncacheableKeys(TimeSpan.FromMinutes(1), _time);

    [Fact]
    public void OneAnswer_IsNoCertainty_AndTwoAre()
    {
        Assert.Equal(Uncacheability.None, _keys.Of(Key));
        _keys.Add(Key);
        Assert.Equal(Uncacheability.InDoubt, _keys.Of(Key));
        _keys.Add(Key);
        Assert.Equal(Uncacheability.Certain, _keys.Of(Key));
    }

    [Fact]
    public void Doubt_LastsUntilTheNextAnswer()
    {
        _keys.Doubt(Key);
        Assert.Equal(Uncacheability.None, _keys.Of(Key));
        AddTwice();
        _keys.Doubt(Key);
        Assert.Equal(Uncacheability.InDoubt, _keys.Of(Key));
        _keys.Add(Key);
        Assert.Equal(Uncacheability.Certain, _keys.Of(Key));
    }

    [Fact]
    public void Memory_CountsFromTheLastAnswers()
    {
        AddTwice();
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            _keys.Add(Key);
        }

        Assert.Equal(Uncacheability.Certain, _keys.Of(Key));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Uncacheability.None, _keys.Of(Key));
        _keys.Add(Key);
        Assert.Equal(Uncacheability.InDoubt, _keys.Of(Key));
    }

    [Fact]
    public void KeyInTheSamePlace_TakesIt()
    {
        var other = new EntryKey(1 + (16 * 1024), 2);
        AddTwice();
        _keys.Add(other);
        _keys.Remove(Key);

        Assert.Equal((Uncacheability.None, Uncacheability.InDoubt), (_keys.Of(Key), _keys.Of(other)));
    }

    private void AddTwice()
    {
        _keys.Add(Key);
        _keys.Add(Key);
    }
}
