using System.Text;

namespace VerifyTests;

public enum ScrubberLocation
{
    First,
    Last,
}

/// <summary>Where a snapshot lies, and what is cleaned from the text before it is compared.</summary>
public partial class VerifySettings
{
    internal List<Action<StringBuilder>> Scrubbers { get; } = [];
    internal string? Directory { get; private set; }
    internal string? FileName { get; private set; }
    internal string? TypeName { get; private set; }
    internal string? MethodName { get; private set; }
    internal object?[]? Parameters { get; private set; }
    internal string? ParametersText { get; private set; }
    internal bool AutoVerified { get; private set; }

    public VerifySettings() { }

    public VerifySettings(VerifySettings? settings)
    {
        if (settings is null)
            return;
        Scrubbers.AddRange(settings.Scrubbers);
        (Directory, FileName, TypeName, MethodName) = (
            settings.Directory,
            settings.FileName,
            settings.TypeName,
            settings.MethodName
        );
        (Parameters, ParametersText, AutoVerified) = (
            settings.Parameters,
            settings.ParametersText,
            settings.AutoVerified
        );
    }

    /// <summary>Relative to the folder of the test's source file.</summary>
    public void UseDirectory(string directory) => Directory = directory;

    public void UseFileName(string fileName) => FileName = fileName;

    public void UseTypeName(string name) => TypeName = name;

    public void UseMethodName(string name) => MethodName = name;

    public void UseParameters(params object?[] parameters) => Parameters = parameters;

    public void UseTextForParameters(string parametersText) => ParametersText = parametersText;

    public void AutoVerify(bool includeBuildServer = true, bool throwException = false) => AutoVerified = true;

    /// <summary>This verifier never opens a diff tool.</summary>
    public void DisableDiff() { }

    public void AddScrubber(Action<StringBuilder> scrubber, ScrubberLocation location = ScrubberLocation.First) =>
        Scrubbers.Insert(location == ScrubberLocation.First ? 0 : Scrubbers.Count, scrubber);

    public void ScrubLines(Func<string, bool> removeLine) =>
        ScrubLinesWithReplace(line => removeLine(line) ? null : line);

    public void ScrubEmptyLines() => ScrubLines(string.IsNullOrWhiteSpace);

    public void ScrubLinesContaining(params string[] stringToMatch) =>
        ScrubLinesContaining(StringComparison.OrdinalIgnoreCase, stringToMatch);

    public void ScrubLinesContaining(StringComparison comparison, params string[] stringToMatch) =>
        ScrubLines(line => Array.Exists(stringToMatch, text => line.Contains(text, comparison)));

    /// <summary>A line for which <paramref name="replaceLine"/> gives null is removed.</summary>
    public void ScrubLinesWithReplace(Func<string, string?> replaceLine) =>
        AddScrubber(text =>
        {
            var lines = text.ToString().Split('\n').Select(replaceLine).Where(line => line is not null);
            var scrubbed = string.Join('\n', lines);
            text.Clear().Append(scrubbed);
        });
}
