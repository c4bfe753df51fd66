using System.Globalization;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Storage;

namespace Pruning.Training;

/// <summary>
/// Settles the arithmetic of one training. What a trial chose is kept beside the training's checkpoint: going on in
/// another arithmetic would not end in the bits of an undisturbed run.
/// </summary>
public static class TrainingPrecision
{
    private const string FileName = "precision";

    /// <summary>What the choice is called in project files and on the command line; null for <c>auto</c>.</summary>
    public static Precision? Named(string choice) =>
        choice switch
        {
            "fp32" => Precision.Fp32,
            "bf16" => Precision.Bf16,
            _ => null,
        };

    /// <param name="options">The training's; says device, batch and image size.</param>
    /// <inheritdoc cref="Choose"/>
    public static TrainingOptions Settle(
        Network start,
        Precision? asked,
        TrainingOptions options,
        string folder,
        Action<string> note,
        CancellationToken cancellation
    ) =>
        options with
        {
            Execution = options.Execution with
            {
                Precision = Choose(
                    start,
                    asked,
                    options.Execution,
                    options.BatchSize,
                    options.ImageSize,
                    folder,
                    note,
                    cancellation
                ),
            },
        };

    /// <param name="asked">Null to measure which is faster here.</param>
    /// <param name="folder">The training's own, which a later run goes on from; null remembers nothing.</param>
    /// <param name="note">Told what was chosen and why.</param>
    public static Precision Choose(
        Network start,
        Precision? asked,
        ExecutionOptions execution,
        int batchSize,
        int imageSize,
        string? folder,
        Action<string> note,
        CancellationToken cancellation
    ) => asked ?? Remembered(folder) ?? Measure(start, execution, batchSize, imageSize, folder, note, cancellation);

    private static Precision? Remembered(string? folder)
    {
        if (folder is null)
            return null;
        var path = Path.Combine(folder, FileName);
        return
            File.Exists(path)
            && Enum.TryParse<Precision>(File.ReadAllText(path).Trim(), out var precision)
            && Enum.IsDefined(precision)
            ? precision
            : null;
    }

    private static Precision Measure(
        Network start,
        ExecutionOptions execution,
        int batchSize,
        int imageSize,
        string? folder,
        Action<string> note,
        CancellationToken cancellation
    )
    {
        if (!PrecisionTrial.IsWorthTrying(execution.Device))
        {
            Remember(Precision.Fp32, folder);
            note("trains in fp32: without matrix units (AMX), bf16 is no faster on this processor");
            return Precision.Fp32;
        }

        var trial = PrecisionTrial.Run(start, execution, batchSize, imageSize, cancellation: cancellation);
        Remember(trial.Chosen, folder);
        note(
            string.Create(
                CultureInfo.InvariantCulture,
                $"trains in {(trial.Chosen == Precision.Bf16 ? "bf16" : "fp32")}: a trial took "
                    + $"{trial.BrainMilliseconds:0} ms in bf16 and {trial.SingleMilliseconds:0} ms in fp32"
            )
        );
        return trial.Chosen;
    }

    private static void Remember(Precision chosen, string? folder)
    {
        if (folder is null)
            return;
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, FileName), chosen.ToString());
    }
}
