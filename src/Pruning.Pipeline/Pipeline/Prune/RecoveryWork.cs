using Pruning.Diagnostics;

namespace Pruning.Pipeline.Prune;

/// <summary>What bringing back accuracy after a cut works with.</summary>
/// <param name="Folder">Takes checkpoints, and belongs to this work alone; null keeps none.</param>
/// <param name="Report">Takes a progress line and the share done, if known.</param>
public sealed record RecoveryWork(
    string? Folder,
    Action<string, double?> Report,
    IDiagnosticSink? Diagnostics,
    CancellationToken Cancellation
)
{
    /// <summary>Takes a fact that is worth keeping in sight, unlike progress.</summary>
    public Action<string> Note { get; init; } = _ => { };

    public static RecoveryWork Of(StageContext context) =>
        new(context.WorkFolder, context.Report, context.Diagnostics, context.Cancellation) { Note = context.Note };
}
