using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Store;
using Pruning.Training;

namespace Pruning.Pipeline;

/// <summary>What a stage works with.</summary>
/// <param name="OutputFolder">Fresh and empty; everything in it becomes the stage's result.</param>
/// <param name="WorkFolder">
/// Kept from an interrupted run to the next until the result is published; for checkpoints.
/// </param>
/// <param name="Inputs">The upstream steps' results by step name.</param>
/// <param name="Report">Takes a progress line and the share done, if known.</param>
public sealed record StageContext(
    string OutputFolder,
    string WorkFolder,
    ImmutableDictionary<string, StoreEntry> Inputs,
    IDiagnosticSink Diagnostics,
    Action<string, double?> Report,
    CancellationToken Cancellation
)
{
    /// <summary>Takes a fact that is worth keeping in sight, unlike progress.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>Takes how far a training is whose log is in the work folder.</summary>
    public Action<TrainingProgress> ReportTraining { get; init; } = _ => { };

    /// <summary>The path of a file to write.</summary>
    public string Output(string name) => Path.Combine(OutputFolder, name);

    /// <summary>The path of an upstream step's file.</summary>
    public string Input(string step, string name) => Inputs[step].PathOf(name);
}
