using System.Collections;
using Microsoft.Build.Framework;

namespace Pruning.Tasks.Tests;

/// <summary>A build that only takes notes.</summary>
internal class RecordingBuildEngine : IBuildEngine
{
    private readonly Lock _gate = new();
    private readonly List<string> _messages = [];
    private readonly List<string> _details = [];

    public List<BuildErrorEventArgs> Errors { get; } = [];

    public List<BuildWarningEventArgs> Warnings { get; } = [];

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    /// <summary>Messages that only a detailed log shows.</summary>
    public IReadOnlyList<string> Details
    {
        get
        {
            lock (_gate)
                return [.. _details];
        }
    }

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "Sdk.targets";

    public bool BuildProjectFile(
        string projectFileName,
        string[] targetNames,
        IDictionary globalProperties,
        IDictionary targetOutputs
    ) =>
        throw new InvalidOperationException(
            $"No task of ours builds projects, and this one asked for {projectFileName}."
        );

    public void LogCustomEvent(CustomBuildEventArgs e) { }

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
        lock (_gate)
        {
            _messages.Add(e.Message ?? "");
            if (e.Importance == MessageImportance.Low)
                _details.Add(e.Message ?? "");
        }
    }

    public void LogWarningEvent(BuildWarningEventArgs e) => Warnings.Add(e);
}
