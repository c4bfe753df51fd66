using Pruning.Storage;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pruning.Data;

/// <summary>
/// How large a yaml is once its references stand for what they name. A document's tree is built, compared and written
/// out recursively: its depth and size are bounded before, and a part that holds itself is refused. A few lines of
/// references to references stand for billions of values.
/// </summary>
internal sealed class YamlExtent
{
    private const int MostLevels = 16;

    // What is written out counts by the file's size already. A dataset's yaml that uses references at all has them for
    // a list or two.
    private const int MostReferredTo = 1 << 16;

    private readonly Dictionary<AnchorName, int> _sizes = [];
    private readonly Stack<(AnchorName Anchor, int Before)> _open = [];
    private int _values;
    private int _referredTo;

    /// <exception cref="YamlException">It is too deep or too large, or no yaml.</exception>
    public static void Require(string text)
    {
        var extent = new YamlExtent();
        var parser = new CheckedYamlParser(text);
        while (parser.MoveNext())
            extent.Add(parser.Current!);
    }

    private void Add(ParsingEvent next)
    {
        switch (next)
        {
            case SequenceStart or MappingStart:
                if (_open.Count == MostLevels)
                    throw Wrong(next, $"it nests more than {MostLevels} levels deep");
                _open.Push((((NodeEvent)next).Anchor, _values));
                _values++;
                break;
            case SequenceEnd or MappingEnd:
                var (anchor, before) = _open.Pop();
                Name(anchor, _values - before);
                break;
            case AnchorAlias alias:
                if (_open.Any(part => part.Anchor == alias.Value))
                    throw Wrong(next, $"'*{alias.Value}' stands inside of what it names");
                Refer(alias, _sizes.GetValueOrDefault(alias.Value, 1));
                break;
            case Scalar scalar:
                _values++;
                Name(scalar.Anchor, 1);
                break;
        }
    }

    private void Name(AnchorName anchor, int size)
    {
        if (!anchor.IsEmpty)
            _sizes[anchor] = size;
    }

    private void Refer(ParsingEvent next, int values)
    {
        if ((_referredTo += values) > MostReferredTo)
            throw Wrong(next, $"its references stand for more than {MostReferredTo} values");
        _values += values;
    }

    private static YamlException Wrong(ParsingEvent at, string what) => new(at.Start, at.End, what);
}
