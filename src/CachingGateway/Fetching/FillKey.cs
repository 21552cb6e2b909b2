using CachingGateway.Keys;

namespace CachingGateway.Fetching;

/// <summary>Requests that would ask the origin the same question, under the same policy, share one fill.</summary>
internal readonly record struct FillKey(EntryKey Key, VariantKey Variant, AcceptedCodings Codings, int PolicyVersion);
