using System.Collections.Immutable;
using Pruning.Data;
using Pruning.Pipeline.Provenance;
using Pruning.Reporting.Provenance;

namespace Pruning.Pipeline.Stages;

/// <summary>Finds out what a project's model is made from and with.</summary>
internal static class OriginReader
{
    public static ModelOrigin Read(ProjectInputs inputs)
    {
        var options = inputs.Options;
        return new ModelOrigin(
            EngineIdentity.Version,
            [
                .. new[]
                {
                    options.Import.File is { } file
                        ? Of("base model", file)
                        : new OriginFile("base model", options.Import.Architecture!, null),
                    options.FineTune.Distillation?.Teacher is { } teacher ? Of("teacher", teacher) : null,
                    options.Recipe.File is { } recipe ? Of("hyperparameters", recipe) : null,
                    Of("dataset description", inputs.Dataset.YamlPath),
                }.OfType<OriginFile>(),
            ],
            [.. SplitsOf(inputs).Select(Split)],
            EnginePackages.Installed
        );

        OriginFile Of(string role, string path) => new(role, Path.GetFileName(path), inputs.Files.Of(path));

        OriginSplit Split(string name) =>
            new(name, inputs.Dataset.Split(name).Images.Length, inputs.Outside.Splits.DirectoryHashOf(name));
    }

    // A test split says nothing of the weights, and the model's file is to stay as it is when that alone changes.
    private static ImmutableArray<string> SplitsOf(ProjectInputs inputs) =>
        [
            .. new[] { "train", StageInputs.Validation, Dataset.Unlabeled, inputs.Options.GateSplit }
                .Distinct()
                .Where(inputs.Dataset.HasSplit),
        ];
}
