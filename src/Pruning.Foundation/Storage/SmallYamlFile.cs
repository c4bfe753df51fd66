using Pruning.Diagnostics;
using YamlDotNet.Core;

namespace Pruning.Storage;

/// <summary>A yaml of a few lines that a person has written: all that is wrong with it is said by its reader.</summary>
internal static class SmallYamlFile
{
    private const long MaximumBytes = 1 << 20;

    /// <param name="kind">What such a file is, in the words of a message: <c>a search space</c>.</param>
    /// <param name="parse">Takes the text; may throw <see cref="YamlException"/>.</param>
    /// <param name="wrong">Makes the error of what is wrong, and where.</param>
    /// <exception cref="PruneException">What <paramref name="wrong"/> made.</exception>
    public static T Read<T>(string path, string kind, Func<string, T> parse, Func<Mark, string, PruneException> wrong)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw wrong(default, Directory.Exists(path) ? "it is a folder" : "there is no such file");
            if (file.Length > MaximumBytes)
                throw wrong(default, $"it has {file.Length} bytes, and {kind} has a few hundred");
            return parse(Utf8File.Read(path));
        }
        catch (YamlException failure)
        {
            throw wrong(failure.Start, (failure.InnerException?.Message ?? failure.Message).TrimEnd('.'));
        }
        catch (TextEncodingException failure)
        {
            throw wrong(new Mark(0, failure.Line, failure.Column), failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw wrong(default, failure.Message.TrimEnd('.'));
        }
    }
}
