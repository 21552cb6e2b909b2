namespace CachingGateway.Keys;

/// <summary>A fault in a key's settings.</summary>
/// <param name="Member">
/// The member below the route, as the policy writes it: <c>key.template</c>, <c>key.headers[1]</c>, <c>ignore.query[0]</c>.
/// </param>
/// <param name="Found">What was found, as written.</param>
/// <param name="Problem">What is wrong with it, one clause: <c>names no path value</c>.</param>
/// <param name="Allowed">What is allowed instead.</param>
internal readonly record struct KeyFault(string Member, string Found, string Problem, string Allowed);
