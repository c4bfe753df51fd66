using System.Text;

namespace Pruning.DotnetTool.Terminal;

/// <summary>
/// Passes text on without control characters, line ends apart: names out of a model file must not steer a terminal or a
/// log.
/// </summary>
internal sealed class PlainTextWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (!char.IsControl(value) || value is '\n' or '\r')
            inner.Write(value);
    }

    public override void Write(string? value)
    {
        if (value is not null)
            inner.Write(Clean(value));
    }

    public override void WriteLine(string? value)
    {
        Write(value);
        inner.WriteLine();
    }

    public override void WriteLine() => inner.WriteLine();

    /// <summary>The text as one line, without control characters.</summary>
    public static string Line(string text) => Clean(text).ReplaceLineEndings(" ");

    /// <summary>The text without control characters other than line ends.</summary>
    public static string Clean(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(text.Where(letter => !char.IsControl(letter) || letter is '\n' or '\r'))
            : text;
}
