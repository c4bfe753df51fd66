using System.CommandLine;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>finetune</c>: training after a cut, with a teacher where one is named.</summary>
internal static class FineTuneCommand
{
    public static Command Create(IConsole console) =>
        new TrainingVerb("finetune", new TrainArguments(tunes: true)).Create(
            console,
            "Trains a pruned checkpoint on, with or without a teacher, and writes the epoch that is best on the "
                + "validation images. Run again after an interruption, it goes on where it stopped.",
            CommonOptions.Trained()
        );
}
