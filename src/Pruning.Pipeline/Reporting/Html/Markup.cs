using System.Text;

namespace Pruning.Reporting.Html;

/// <summary>
/// Text that is HTML. Made from interpolated strings, whose parts are encoded unless they are markup themselves, so
/// that no text of a project or a dataset can become markup.
/// </summary>
internal readonly record struct Markup(string Text)
{
    public static Markup Empty { get; } = new("");

    public static Markup Of(MarkupText text) => new(text.ToString());

    public static Markup Join(IEnumerable<Markup> parts)
    {
        var joined = new StringBuilder();
        foreach (var part in parts)
            joined.Append(part.Text);
        return new Markup(joined.ToString());
    }

    public override string ToString() => Text;
}
