using System.Diagnostics.Metrics;

namespace CachingGateway.FunctionalTests.Redis;

/// <summary>Makes meters of its own and reads what is observed of them.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    /// <summary>What an instrument says of an outcome and a fault; 0: nothing.</summary>
    public long Collect(string instrument, string outcome, string fault)
    {
        var sum = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (published, to) =>
            {
                if (published.Name == instrument && _meters.Contains(published.Meter))
                    to.EnableMeasurementEvents(published);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.Length == 2 && outcome.Equals(tags[0].Value) && fault.Equals(tags[1].Value))
                sum += value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return sum;
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
