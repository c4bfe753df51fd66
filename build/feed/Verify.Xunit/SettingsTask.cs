using System.Runtime.CompilerServices;
using System.Text;

namespace VerifyTests;

/// <summary>A verification that starts when awaited, so that settings can still be changed on it.</summary>
public partial class SettingsTask
{
    private readonly VerifySettings _settings;
    private readonly Func<VerifySettings, Task<VerifyResult>> _verify;
    private Task<VerifyResult>? _task;

    public SettingsTask(VerifySettings? settings, Func<VerifySettings, Task<VerifyResult>> buildTask)
    {
        _settings = new VerifySettings(settings);
        _verify = buildTask;
    }

    public VerifySettings CurrentSettings => _settings;

    public SettingsTask UseDirectory(string directory) => With(s => s.UseDirectory(directory));

    public SettingsTask UseFileName(string fileName) => With(s => s.UseFileName(fileName));

    public SettingsTask UseTypeName(string name) => With(s => s.UseTypeName(name));

    public SettingsTask UseMethodName(string name) => With(s => s.UseMethodName(name));

    public SettingsTask UseParameters(params object?[] parameters) => With(s => s.UseParameters(parameters));

    public SettingsTask UseTextForParameters(string parametersText) =>
        With(s => s.UseTextForParameters(parametersText));

    public SettingsTask AutoVerify(bool includeBuildServer = true, bool throwException = false) =>
        With(s => s.AutoVerify(includeBuildServer, throwException));

    public SettingsTask DisableDiff() => this;

    public SettingsTask AddScrubber(
        Action<StringBuilder> scrubber,
        ScrubberLocation location = ScrubberLocation.First
    ) => With(s => s.AddScrubber(scrubber, location));

    public SettingsTask ScrubLines(Func<string, bool> removeLine) => With(s => s.ScrubLines(removeLine));

    public SettingsTask ScrubEmptyLines() => With(s => s.ScrubEmptyLines());

    public SettingsTask ScrubLinesContaining(params string[] stringToMatch) =>
        With(s => s.ScrubLinesContaining(stringToMatch));

    public SettingsTask ScrubLinesContaining(StringComparison comparison, params string[] stringToMatch) =>
        With(s => s.ScrubLinesContaining(comparison, stringToMatch));

    public SettingsTask ScrubLinesWithReplace(Func<string, string?> replaceLine) =>
        With(s => s.ScrubLinesWithReplace(replaceLine));

    public Task<VerifyResult> ToTask() => _task ??= _verify(_settings);

    public TaskAwaiter<VerifyResult> GetAwaiter() => ToTask().GetAwaiter();

    public ConfiguredTaskAwaitable<VerifyResult> ConfigureAwait(bool continueOnCapturedContext) =>
        ToTask().ConfigureAwait(continueOnCapturedContext);

    public static implicit operator Task(SettingsTask task) => task.ToTask();

    public static implicit operator Task<VerifyResult>(SettingsTask task) => task.ToTask();

    private SettingsTask With(Action<VerifySettings> change)
    {
        change(_settings);
        return this;
    }
}

public class VerifyResult(string text)
{
    public string Text { get; } = text;
}

public class VerifyException(string message) : Exception(message);
