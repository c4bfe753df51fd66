using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Pruning.Storage;

/// <summary>
/// Reads XML that somebody else wrote: bounded, without document types, entities or outside references, with line
/// numbers.
/// </summary>
internal static class SafeXml
{
    /// <summary>Far above any real project (they are a few kilobytes).</summary>
    public const long MaximumBytes = 4 << 20;

    /// <summary>Loading takes time with the square of the depth.</summary>
    private const int MostLevels = 100;

    // .NET knows Unicode and Latin 1 by itself; files of older tools declare gb2312, windows-1252 and others.
    static SafeXml() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="XmlException">Not well formed, too large, too deep, or with a document type.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static XDocument Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length > MaximumBytes)
            throw new XmlException($"it is {stream.Length} bytes long, and {MaximumBytes} are the limit");
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaximumBytes,
            CloseInput = false,
        };
        RequireShallow(stream, settings);
        stream.Position = 0;
        using var reader = XmlReader.Create(stream, settings);
        return XDocument.Load(reader, LoadOptions.SetLineInfo);
    }

    private static void RequireShallow(Stream stream, XmlReaderSettings settings)
    {
        using var reader = XmlReader.Create(stream, settings);
        while (reader.Read())
        {
            if (reader.Depth > MostLevels && reader is IXmlLineInfo place)
                throw new XmlException(
                    $"It nests more than {MostLevels} levels deep.",
                    null,
                    place.LineNumber,
                    place.LinePosition
                );
        }
    }
}
