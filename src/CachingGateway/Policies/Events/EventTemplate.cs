using System.Text;
using CachingGateway.Keys;

namespace CachingGateway.Policies.Events;

/// <summary>What a template makes, which says how values are written in it.</summary>
internal enum TemplateForm
{
    /// <summary>An event's name: values as they are.</summary>
    EventName,

    /// <summary>A tag: values as they are.</summary>
    Tag,

    /// <summary>A glob over names: values as names write them, so none brings a glob character along.</summary>
    Pattern,

    /// <summary>A whole name: values as names write them.</summary>
    Key,

    /// <summary>A path with its query, or a URL: values percent-encoded, all but unreserved characters.</summary>
    Url,

    /// <summary>The same with <c>! $ ' ( ) * , ; : @</c> as they are, which may be written either way and are two URLs then.</summary>
    PlainUrl,

    /// <summary>No template at all: the text stands for itself.</summary>
    Plain,
}

/// <summary>A part of a template: text, or a value.</summary>
internal readonly record struct EventTemplatePart(string Literal, EventPlaceholder? Placeholder);

/// <summary>A compiled template over an event or a write.</summary>
internal sealed class EventTemplate(string text, TemplateForm form, IReadOnlyList<EventTemplatePart> parts)
{
    /// <summary>The longest text that one makes, in characters.</summary>
    public const int MaxChars = 8192;

    // RFC 3986 §2.2: what no URL's part gives a meaning to, but &, =, + and /, which queries and paths do.
    private static readonly HashSet<Rune> PlainInUrls = [.. "!$'()*,;:@".EnumerateRunes()];

    /// <summary>As written.</summary>
    public string Text => text;

    public TemplateForm Form => form;

    public IReadOnlyList<EventTemplatePart> Parts => parts;

    public IEnumerable<EventPlaceholder> Placeholders => parts.Select(part => part.Placeholder).OfType<EventPlaceholder>();

    /// <summary>The template itself, and where its values may be written in more ways than one, it in those.</summary>
    public IEnumerable<EventTemplate> Ways =>
        form == TemplateForm.Url && Placeholders.Any() ? [this, new EventTemplate(text, TemplateForm.PlainUrl, parts)] : [this];

    public static EventTemplate Plain(string text) => new(text, TemplateForm.Plain, [new EventTemplatePart(text, null)]);

    /// <summary>Appends a value in the way of this form.</summary>
    public void Write(StringBuilder written, string value)
    {
        switch (form)
        {
            case TemplateForm.Pattern or TemplateForm.Key:
                NameText.Append(written, value, hashed: false);
                break;
            case TemplateForm.Url:
                written.Append(Uri.EscapeDataString(value));
                break;
            case TemplateForm.PlainUrl:
                foreach (var character in value.EnumerateRunes())
                    written.Append(PlainInUrls.Contains(character) ? character.ToString() : Uri.EscapeDataString(character.ToString()));
                break;
            default:
                written.Append(value);
                break;
        }
    }
}
