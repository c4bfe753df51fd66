using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Pruning.Storage;

/// <summary>
/// YamlDotNet's parser for text that anybody may have written: what is wrong with the text is a
/// <see cref="YamlException"/>, always, with its place.
/// </summary>
internal sealed class CheckedYamlParser(string text) : IParser
{
    private readonly Parser _parser = new(new StringReader(text));

    public ParsingEvent? Current => _parser.Current;

    /// <exception cref="YamlException">The text is no yaml.</exception>
    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception failure) when (IsOfTheText(failure))
        {
            throw Wrong(failure);
        }
    }

    /// <summary>The documents as trees, which are built recursively: who calls has bounded their depth.</summary>
    /// <exception cref="YamlException">The text is no yaml.</exception>
    public YamlStream Documents()
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(this);
            return stream;
        }
        catch (Exception failure) when (IsOfTheText(failure))
        {
            throw Wrong(failure);
        }
    }

    // What the library throws of its own accord for brackets that end more than they began, tags that are no addresses,
    // numbers too large to be versions.
    private static bool IsOfTheText(Exception failure) =>
        failure
            is InvalidOperationException
                or ArgumentException
                or FormatException
                or OverflowException
                or IndexOutOfRangeException
                or KeyNotFoundException;

    private YamlException Wrong(Exception failure) =>
        new(
            Current?.Start ?? Mark.Empty,
            Current?.End ?? Mark.Empty,
            failure is InvalidOperationException
                ? "its brackets or quotation marks do not match"
                : failure.Message.ReplaceLineEndings(" ")
        );
}
