namespace CachingGateway.Pipeline;

/// <summary>What an operator may change while requests run, and what a shutdown does; read at every request.</summary>
internal sealed class GatewayState
{
    private volatile bool _isEnabled = true;
    private volatile bool _isDraining;

    /// <summary>Off: everything is <c>BYPASS</c>.</summary>
    public bool IsEnabled
    {
        get => _isEnabled;
        set => _isEnabled = value;
    }

    /// <summary>On its way out: not ready for new connections, but still answering.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }
}
