using System.Globalization;
using System.Security;
using Pruning.Data;
using Pruning.Graphs;
using Pruning.Pipeline;

namespace Pruning.DotnetTool.Output;

/// <summary>A first project for a model and a dataset that were looked at.</summary>
/// <param name="Path">Of the .pruneproj.</param>
/// <param name="BaseModel">As the project states it.</param>
/// <param name="Dataset">As the project states it.</param>
/// <param name="TrainEpochs">0 where the model already knows the dataset's classes.</param>
internal sealed record NewProject(string Path, string BaseModel, string Dataset, int ImageSize, int Classes, int TrainImages, int TrainLabels, int GateImages, int GateLabels, long Parameters, int TrainEpochs)
{
    // Enough optimiser steps for a small dataset; a large one needs fewer passes.
    private const int WantedImages = 60_000;

    /// <param name="isTrained">False for an architecture, which starts from scratch.</param>
    public static NewProject Of(string path, string baseModel, string yaml, Network network, bool isTrained, Dataset dataset, int imageSize)
    {
        var (train, gate) = (dataset.Split("train"), dataset.Split("val"));
        var knows = isTrained && network.ClassNames.SequenceEqual(dataset.ClassNames);
        var epochs = Math.Clamp(WantedImages / Math.Max(1, train.Images.Length), 10, 100) * (isTrained ? 1 : 3);
        return new NewProject(
            path, baseModel, yaml, imageSize, dataset.ClassNames.Length, train.Images.Length, train.LabelCount, gate.Images.Length, gate.LabelCount,
            NetworkCost.Of(network, imageSize, imageSize).Parameters, knows ? 0 : epochs);
    }

    public string ToXml()
    {
        var why = TrainEpochs == 0
            ? "The model already knows the dataset's classes: it is the baseline as it is. More than 0 trains it first."
            : "Dense training first: its result is the baseline that MaximumDrop refers to.";
        var retrain = TrainEpochs == 0 ? 20 : Math.Max(10, TrainEpochs / 2);
        return string.Create(CultureInfo.InvariantCulture, $"""
            <Project Sdk="Pruning.Tasks/{EngineIdentity.Version}">

              <!--
                {Parameters:N0} parameters; {Classes} classes; {TrainImages:N0} training images with {TrainLabels:N0} boxes, {GateImages:N0} validation images with {GateLabels:N0}.
                'dotnet prune plan {SafeName()}' says in seconds what a build would do and make.
              -->
              <PropertyGroup>
                <BaseModel>{SecurityElement.Escape(BaseModel)}</BaseModel>
                <Dataset>{SecurityElement.Escape(Dataset)}</Dataset>
                <!-- Pixels of the longer side. Half the size is about four times as fast, and misses small objects. -->
                <ImageSize>{ImageSize}</ImageSize>
                <!-- {why} -->
                <TrainEpochs>{TrainEpochs}</TrainEpochs>
                <!-- Training that leads unneeded channels to zero, and training after the cut. -->
                <SparseEpochs>{retrain}</SparseEpochs>
                <FineTuneEpochs>{retrain}</FineTuneEpochs>
              </PropertyGroup>

              <ItemGroup>
                <!-- How small. Also: Channels, Parameters, FileSize, Latency; Maximum="…" instead of Reduction. -->
                <SparsityTarget Include="Flops" Reduction="50%" />
                <!-- What must hold of the exported file, or the build fails: at most two points of mAP50-95 below the baseline. -->
                <Gate Include="mAP50-95" MaximumDrop="0.02" />
                <!-- A class that must not suffer, or a size: -->
                <!-- <Gate Include="AP50/name" Minimum="0.80" /> <Gate Include="FileSize" Maximum="4 MB" /> -->
              </ItemGroup>

            </Project>

            """).ReplaceLineEndings("\n");
    }

    // Inside a comment two hyphens would end it.
    private string SafeName() => System.IO.Path.GetFileName(Path) is var name && name.Contains("--", StringComparison.Ordinal) ? "" : name;
}
