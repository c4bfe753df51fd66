using System.CommandLine;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Graphs;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Prune;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>prune</c>: the pipeline's cut on a file, and with data its BatchNorm statistics measured again.
/// </summary>
internal static class PruneCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var asked = new PruneArguments();
        var output = OutputModel.Option();
        var data = new Option<string?>("--data")
        {
            Description =
                "A dataset's yaml: measures that look at images take its train images, and so do the BatchNorm "
                + "statistics of what is left.",
            HelpName = "yaml",
        };
        var singleClass = CommonOptions.SingleClass();
        var strict = CommonOptions.Strict();
        var half = new Option<bool>("--half") { Description = "Writes 16-bit weights: half the size." };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command(
            "prune",
            "Removes channels, blocks or weights from a checkpoint, and says what the network cost before and "
                + "costs after. Fine-tune what is left."
        )
        {
            model,
            output,
        };
        foreach (var option in asked.All.Concat([data, singleClass, strict, half, device, threads]))
            command.Options.Add(option);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var cut = asked.Read(parsed);
            var file = OutputModel.Claim(parsed.GetRequiredValue(output), parsed.GetRequiredValue(model));
            var network = ModelFile.Read(
                ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation),
                scope.Work
            );
            StrideFit.Require(cut.ImageSize, network.MaximumStride);
            cut.RequireMatches(network.Graph);
            if (parsed.GetValue(data) is not null)
                TorchStart.Run(parsed.GetValue(threads) ?? 0);
            var inputs = parsed.GetValue(data) is { } yaml
                ? Inputs(
                    Dataset.Load(yaml, scope.Work, CommonOptions.Reading(parsed, singleClass, strict)),
                    parsed.GetRequiredValue(model),
                    network,
                    cut,
                    parsed.GetRequiredValue(device),
                    scope.Work,
                    cancellation
                )
                : null;
            var told = scope.Work.Run("prune", report =>
                Prune(network, cut, inputs, file, parsed.GetValue(half), scope.Work, report, cancellation)
            );
            scope.Write(told, writer => PruneText.Write(writer, told));
            return ExitCodes.Success;
        });
    }

    private static PruneOutput Prune(
        Network network,
        PruneOptions asked,
        StageInputs? inputs,
        string file,
        bool half,
        WorkReporter work,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        report("planning the cut", null);
        var cut = new NetworkPruner(new PlanMaker(asked.OfPlan, inputs, CacheLocation.Default())).Make(
            network,
            work,
            line => work.Note($"prune: {line}"),
            cancellation: cancellation
        );
        var fitted = inputs is not null && asked.Recovery!.Reconstruct && cut.Channels is not null;
        var pruned = inputs is null
            ? cut.Network
            : AccuracyRecovery
                .For(asked, inputs)
                .Run(network, cut.Network, cut.Channels, new RecoveryWork(null, report, work, cancellation));
        var hasNorms = pruned.Graph.HasNorms;
        if (hasNorms && inputs is null)
            work.Note(
                "prune: the BatchNorm statistics are still those of the whole network, which hides most of what "
                    + "is left of its accuracy; --data measures them again, and so does fine-tuning"
            );
        OutputModel.Save(file, pruned, StepNames.Prune, half);
        return PruneOutput.Of(
            file,
            asked,
            fitted,
            hasNorms && inputs is not null,
            PruningCosts.Count(network, cut, asked, asked.Export)
        );
    }

    private static StageInputs Inputs(
        Dataset dataset,
        string model,
        Network network,
        PruneOptions cut,
        string device,
        IDiagnosticSink diagnostics,
        CancellationToken cancellation
    )
    {
        if (cut.LooksAtImages && dataset.ClassNames.Length != network.ClassNames.Length)
            throw new PruneException(
                Codes.ClassCountMismatch,
                $"The model detects {network.ClassNames.Length} classes and the dataset "
                    + $"'{Path.GetFileName(dataset.YamlPath)}' has {dataset.ClassNames.Length}. Channels would be "
                    + $"judged by labels that mean something else to the model. Give the dataset that the model was "
                    + $"trained on, or train it on this one first."
            );
        if (cut.LooksAtImages && !dataset.Options.SingleClass)
            ClassAgreement.Report(model, network.ClassNames, dataset.YamlPath, dataset.ClassNames, diagnostics);
        return StageInputs.Of(
            dataset,
            new ExecutionOptions(ExecutionDevice.Resolve(device)),
            CacheLocation.Default(),
            diagnostics,
            cancellation
        );
    }
}
