using System.Text;
using System.Xml;

namespace Pruning.Reporting;

/// <summary>Text that XML can hold: names of classes come from a dataset, and may have control characters.</summary>
internal static class XmlText
{
    public static string Of(string text)
    {
        var printable = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (index + 1 < text.Length && char.IsSurrogatePair(character, text[index + 1]))
                printable.Append(character).Append(text[++index]);
            else
                printable.Append(XmlConvert.IsXmlChar(character) ? character : '\uFFFD');
        }

        return printable.ToString();
    }
}
