namespace Pruning.Native;

/// <summary>
/// What the system's loader says when a native library does not load, in one sentence: .NET adds every place that it
/// tried, a page of them, among which the one that matters, a dependency that is missing, is hard to find.
/// </summary>
internal static class LoaderMessage
{
    private const string Advice = " In order to help diagnose";

    public static string Of(Exception failure)
    {
        var lines = failure
            .GetBaseException()
            .Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return "it says nothing.";
        var first = lines[0].Split(Advice, 2)[0];
        // Places that were tried are whole paths; the name of what else is missing stands alone, and a file that is
        // there and wrong is described.
        var cause = lines
            .Skip(1)
            .FirstOrDefault(line =>
                line.Contains(": ", StringComparison.Ordinal)
                && (!Path.IsPathRooted(line) || !line.Contains("No such file", StringComparison.Ordinal))
            );
        return Sentence(cause is null ? first : $"{first.TrimEnd('.')}: {cause}");
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";
}
