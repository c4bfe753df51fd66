using System.CommandLine;
using System.CommandLine.Parsing;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.Pipeline.Tuning;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>tune</c>: searches training and pruning options for accuracy under the targets.</summary>
internal static class TuneCommand
{
    // Each is a training; nobody means more.
    private const int MostTrials = 100_000;

    private static readonly TuningOptions Usual = new();

    public static Command Create(Terminal.IConsole console)
    {
        var command = new Command(
            "tune",
            "Searches training and pruning options for the best accuracy on the validation images under the project's "
                + "targets. Goes on where it was stopped."
        );
        var project = new ProjectArguments(command);
        var trials = CommonOptions.Positive(
            "--trials",
            $"Settings to try, the project as it stands included; most are trained for a short time only. [default: {Usual.Trials}]",
            "count",
            least: 2
        );
        trials.Validators.Add(RefuseTooMany);
        var space = new Option<string?>("--space")
        {
            Description =
                "A yaml with the parameters to change and their ranges. [default: rate, momentum, decay, gains, "
                + "augmentation, sparsity and distillation, around the project's values]",
            HelpName = "yaml",
        };
        var eta = CommonOptions.Positive(
            "--eta",
            $"Of how many trials one goes on to a training that many times as long. [default: {Usual.Eta}]",
            "count",
            least: 2
        );
        var rungs = CommonOptions.Positive(
            "--rungs",
            "Lengths of training, of which the last is the project's own. [default: 3, or fewer where the first would have less than 4 epochs]",
            "count"
        );
        var seed = CommonOptions.Positive("--seed", "Where the draws start. [default: 0]", "number", least: 0);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The folder of the results. [default: <project>.tuning beside the project]",
            HelpName = "folder",
        };
        output.Validators.Add(RefuseFile);
        foreach (var option in new Option[] { trials, space, eta, rungs, seed, output })
            command.Options.Add(option);
        return CommandScope.Attach(
            command,
            console,
            (scope, parsed, cancellation) =>
            {
                var asked = new TuningOptions
                {
                    Trials = parsed.GetValue(trials) ?? Usual.Trials,
                    Eta = parsed.GetValue(eta) ?? Usual.Eta,
                    Rungs = parsed.GetValue(rungs),
                    Seed = parsed.GetValue(seed) ?? Usual.Seed,
                    Space = parsed.GetValue(space),
                    Output = parsed.GetValue(output),
                };
                var request = project.Evaluate(scope, parsed, cancellation);
                var report = scope.Work.Run(
                    request.Name,
                    show =>
                        new TuningRun(request, scope.Work, new LiveTuning(show, scope.Work.Note, scope.IsDetailed)).Run(
                            asked,
                            cancellation
                        ),
                    tellsTime: true
                );
                var folder = TuningRun.FolderOf(request, asked);
                scope.Write(TuneOutput.Of(report, folder), writer =>
                    TuneText.Write(writer, report, folder, request.ProjectFolder)
                );
                return ExitCodes.Success;
            },
            Afterwards.SameCommand
        );
    }

    private static void RefuseTooMany(OptionResult result)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var count) && count > MostTrials)
            result.AddError($"--trials takes {MostTrials} at most, not '{token.Value}'.");
    }

    private static void RefuseFile(OptionResult result)
    {
        if (result.Tokens is [var token] && File.Exists(token.Value))
            result.AddError($"--output takes a folder, and '{token.Value}' is a file.");
    }
}
