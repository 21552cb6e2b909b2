namespace CachingGateway.Policies.Events;

/// <summary>Where a value comes from.</summary>
internal enum ValueSource
{
    /// <summary>The event itself.</summary>
    Payload,

    /// <summary>The path of a write.</summary>
    Path,

    /// <summary>The body that a write sent.</summary>
    Request,

    /// <summary>The body that a write was answered with.</summary>
    Response,
}

/// <summary>One step into JSON: a member, an element, or every element.</summary>
/// <param name="Member">The member's name; <see langword="null"/>: the step is into an array.</param>
/// <param name="Index">The element; <see cref="Every"/>: each of them.</param>
/// <param name="Axis">
/// Stands for the array whose elements are taken one by one: placeholders with the same one move along together.
/// </param>
internal readonly record struct ValueStep(string? Member, int Index, string Axis)
{
    public const int Every = -1;
}

/// <summary>A value that a template needs.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Text">As written between the braces, without the question mark: <c>data.items[*].id</c>; a path value's name.</param>
/// <param name="Steps">From the root of the JSON; none for a path value.</param>
/// <param name="IsOptional">Whether a target is left out where the value lacks.</param>
internal sealed record EventPlaceholder(ValueSource Source, string Text, IReadOnlyList<ValueStep> Steps, bool IsOptional);
