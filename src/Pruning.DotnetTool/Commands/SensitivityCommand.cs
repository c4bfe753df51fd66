using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Pruning.Data;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Evaluation;
using Pruning.Execution;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Pruners;
using Pruning.Pruners.Sensitivity;
using Pruning.Storage;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>sensitivity</c>: accuracy against sparsity for each coupling group.</summary>
internal static class SensitivityCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var data = new Option<string>("--data")
        {
            Description = "The dataset's yaml: BatchNorm statistics come from its train images, accuracy from val.",
            HelpName = "yaml",
            Required = true,
        };
        var size = CommonOptions.Positive("--imgsz", "The network's input in pixels. [default: 640]", "pixels");
        var batch = CommonOptions.Positive("--batch", "Images at a time. [default: 16]", "count");
        var importance = CatalogueOptions.Of(OptionCatalogue.Importance, "--importance", "measure");
        var batches = CatalogueOptions.Of(OptionCatalogue.ImportanceBatches, "--batches", "count");
        batches.Description =
            $"Batches of training images for BatchNorm statistics, and for measures that look at images. "
            + $"[default: {OptionCatalogue.ImportanceBatches.Default}]";
        var sparsities = Sparsities();
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Also writes the result, as JSON, to this file.",
            HelpName = "file",
        };
        var device = CommonOptions.Device();
        var command = new Command(
            "sensitivity",
            "Measures the accuracy that is lost when one group of layers alone is cut, for every group. Goes on "
                + "where it was stopped."
        )
        {
            model,
            data,
            size,
            batch,
            importance,
            batches,
            sparsities,
            output,
            device,
        };
        return CommandScope.Attach(
            command,
            console,
            (scope, parsed, cancellation) =>
            {
                TorchStart.Run();
                var dataset = Dataset.Load(parsed.GetRequiredValue(data), scope.Work);
                var file = ModelFile.Locate(parsed.GetRequiredValue(model), scope.Work, cancellation);
                var network = ModelFile.Read(file, scope.Work);
                ClassAgreement.Report(file, network.ClassNames, dataset.YamlPath, dataset.ClassNames, scope.Work);
                var looks = parsed.Read(batches, OptionCatalogue.ImportanceBatches);
                var options = new SensitivityOptions(
                    parsed.GetValue(size) ?? 640,
                    Importance.Named(parsed.Read(importance, OptionCatalogue.Importance)),
                    looks,
                    looks,
                    parsed.GetValue(sparsities) is { IsDefault: false } shares ? shares : [0.25, 0.5, 0.75],
                    KeepLayers: [],
                    new CalibrationOptions(parsed.GetValue(batch) ?? 16, Seed: 0)
                );
                var execution = new ExecutionOptions(ExecutionDevice.Resolve(parsed.GetRequiredValue(device)));
                var run = new SensitivityRun(
                    options,
                    StageInputs.Of(dataset, execution, CacheLocation.Default(), scope.Work, cancellation)
                );
                var report = scope.Work.Run("sensitivity", show => run.MeasureOnce(network, show, cancellation));
                if (parsed.GetValue(output) is { } written)
                    report.Save(written);
                scope.Write(report, writer => SensitivityText.Write(writer, parsed.GetRequiredValue(model), report));
                return ExitCodes.Success;
            },
            Afterwards.SameCommand
        );
    }

    private static Option<ImmutableArray<double>> Sparsities() =>
        new("--sparsities")
        {
            Description = "The shares of a group's channels to remove, separated by commas. [default: 0.25,0.5,0.75]",
            HelpName = "shares",
            CustomParser = result =>
            {
                var shares = result
                    .Tokens[0]
                    .Value.Split(',')
                    .Select(text =>
                        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
                            ? share
                            : double.NaN
                    )
                    .ToImmutableArray();
                if (!shares.All(share => share is > 0 and < 1) || shares.Length > 20)
                    result.AddError(
                        $"--sparsities takes up to 20 numbers above 0 and below 1, separated by commas, not "
                            + $"'{result.Tokens[0].Value}'."
                    );
                return shares;
            },
        };
}
