using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Pruning.Data;
using Pruning.Graphs;
using Pruning.Yolo;

namespace Pruning.DotnetTool.Output;

/// <summary>A first project for a model and a dataset that were looked at.</summary>
/// <param name="Path">Of the .pruneproj.</param>
/// <param name="BaseModel">As the project states it.</param>
/// <param name="Dataset">As the project states it.</param>
/// <param name="TrainEpochs">0 where the model already knows the dataset's classes.</param>
internal sealed record NewProject(
    string Path,
    string BaseModel,
    string Dataset,
    int ImageSize,
    int Classes,
    int TrainImages,
    int TrainLabels,
    int GateImages,
    int GateLabels,
    long Parameters,
    int TrainEpochs
)
{
    // Enough optimiser steps for a small dataset; a large one needs fewer passes.
    private const int WantedImages = 60_000;

    /// <param name="isTrained">False for an architecture, which starts from scratch.</param>
    public static NewProject Of(
        string path,
        string baseModel,
        string yaml,
        Network network,
        bool isTrained,
        Dataset dataset,
        int imageSize
    )
    {
        var (train, gate) = (dataset.Split("train"), dataset.Split("val"));
        var knows = isTrained && network.ClassNames.SequenceEqual(dataset.ClassNames);
        var epochs = Math.Clamp(WantedImages / Math.Max(1, train.Images.Length), 10, 100) * (isTrained ? 1 : 3);
        return new NewProject(
            path,
            baseModel,
            yaml,
            imageSize,
            dataset.ClassNames.Length,
            train.Images.Length,
            train.LabelCount,
            gate.Images.Length,
            gate.LabelCount,
            NetworkCost
                .Count(HeadTransfer.ToClasses(network, dataset.ClassNames, seed: 0), imageSize, imageSize)
                .Parameters,
            knows ? 0 : epochs
        );
    }

    /// <summary>Full paths of all that was written, the project first.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>How long the first build is expected to take, in words; null where nobody can tell.</summary>
    public string? Expected { get; init; }

    /// <summary>The project's name.</summary>
    [JsonIgnore]
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>
    /// What the words of <see cref="Projects.ProjectTemplate"/> stand for, as far as model and dataset decide it.
    /// </summary>
    public Dictionary<string, string> TemplateValues() =>
        new(StringComparer.Ordinal)
        {
            ["ABOUT_THE_PROJECT"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{Parameters:N0} parameters; {Classes} classes; {TrainImages:N0} training images with "
                    + $"{TrainLabels:N0} boxes, {GateImages:N0} validation images with {GateLabels:N0}."
            ),
            ["ABOUT_THE_BASELINE"] =
                TrainEpochs == 0
                    ? "The model already knows the dataset's classes: it is the baseline as it is. More than 0 "
                        + "trains it first."
                    : "Dense training first: its result is the baseline that MaximumDrop refers to.",
            ["BASE_MODEL"] = BaseModel,
            ["DATASET_YAML"] = Dataset,
            ["IMAGE_SIZE"] = Text(ImageSize),
            ["DENSE_EPOCHS"] = Text(TrainEpochs),
            ["RETRAIN_EPOCHS"] = Text(TrainEpochs == 0 ? 20 : Math.Max(10, TrainEpochs / 2)),
            ["FLOPS_REDUCTION"] = "50%",
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
