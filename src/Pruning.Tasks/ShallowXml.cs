using System.Xml;
using System.Xml.Linq;

namespace Pruning.Tasks;

/// <summary>
/// Reads XML without document types, entities or outside references, and not deeper than anybody writes it: loading
/// takes time with the square of the depth.
/// </summary>
internal static class ShallowXml
{
    private const int MostLevels = 100;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    /// <exception cref="XmlException">Not well formed, too deep, or with a document type.</exception>
    public static XDocument Load(string path)
    {
        using (var walk = XmlReader.Create(path, Settings))
        {
            while (walk.Read())
            {
                if (walk.Depth > MostLevels)
                    throw new XmlException($"it nests more than {MostLevels} levels deep");
            }
        }

        using var reader = XmlReader.Create(path, Settings);
        return XDocument.Load(reader);
    }
}
