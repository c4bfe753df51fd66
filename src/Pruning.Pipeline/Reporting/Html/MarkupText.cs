using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pruning.Reporting.Html;

/// <summary>An interpolated string whose parts are encoded; numbers in the invariant culture.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupText(int literals, int parts)
{
    private readonly StringBuilder _text = new(literals + 16 * parts);

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(XmlText.Of(text ?? "")));

    public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

    public void AppendFormatted(double number, string? format = "0.##") =>
        _text.Append(number.ToString(format, CultureInfo.InvariantCulture));

    public void AppendFormatted(long number, string? format = null) =>
        _text.Append(number.ToString(format, CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();
}
