using System.CommandLine;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>train</c>: dense training of a checkpoint, or of an architecture from scratch, on a dataset.</summary>
internal static class TrainCommand
{
    public static Command Create(IConsole console) =>
        new TrainingVerb("train", new TrainArguments(tunes: false)).Create(
            console,
            "Trains a checkpoint, or an architecture from scratch, and writes the epoch that is best on the "
                + "validation images. Run again after an interruption, it goes on where it stopped.",
            CommonOptions.Model()
        );
}
