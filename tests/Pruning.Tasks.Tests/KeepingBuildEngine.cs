using System.Collections;
using Microsoft.Build.Framework;

namespace Pruning.Tasks.Tests;

/// <summary>A build that takes notes, and keeps what tasks register until it ends.</summary>
internal sealed class KeepingBuildEngine : RecordingBuildEngine, IBuildEngine4
{
    private readonly Dictionary<object, object> _kept = [];

    public IReadOnlyCollection<object> Kept => _kept.Values;

    public bool IsRunningMultipleNodes => false;

    public void EndBuild()
    {
        foreach (var one in _kept.Values.OfType<IDisposable>())
            one.Dispose();
        _kept.Clear();
    }

    public void RegisterTaskObject(
        object key,
        object obj,
        RegisteredTaskObjectLifetime lifetime,
        bool allowEarlyCollection
    ) => _kept.Add(key, obj);

    public object? GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) =>
        _kept.GetValueOrDefault(key);

    public object? UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) =>
        _kept.Remove(key, out var one) ? one : null;

    public void Yield() { }

    public void Reacquire() { }

    public bool BuildProjectFile(
        string projectFileName,
        string[] targetNames,
        IDictionary globalProperties,
        IDictionary targetOutputs,
        string toolsVersion
    ) => BuildProjectFile(projectFileName, targetNames, globalProperties, targetOutputs);

    public bool BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IDictionary[] targetOutputsPerProject,
        string[] toolsVersion,
        bool useResultsCache,
        bool unloadProjectsOnCompletion
    ) => BuildProjectFile(projectFileNames[0], targetNames, globalProperties[0], targetOutputsPerProject[0]);

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IList<string>[] removeGlobalProperties,
        string[] toolsVersion,
        bool returnTargetOutputs
    ) => new(BuildProjectFile(projectFileNames[0], targetNames, globalProperties[0], globalProperties[0]), []);
}
