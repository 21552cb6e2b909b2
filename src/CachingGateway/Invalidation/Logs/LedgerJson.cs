using System.Text.Json.Serialization;

namespace CachingGateway.Invalidation.Logs;

/// <summary>How the ledger's parts are written in Redis.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerCause))]
[JsonSerializable(typeof(LedgerOutcome))]
[JsonSerializable(typeof(Dictionary<long, long>))]
internal sealed partial class LedgerJson : JsonSerializerContext;
