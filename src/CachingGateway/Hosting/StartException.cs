namespace CachingGateway.Hosting;

/// <summary>A start that cannot work. The message is for the operator: it names every fault, where it is and what is allowed.</summary>
internal sealed class StartException(string message) : Exception(message);
