using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;

namespace Pruning.Pipeline.Choices;

public sealed class AutomaticChoicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_left_to_the_build_is_said_with_what_decided_it() =>
        Assert.Equal(
            [
                "Schedule early: sparse training chooses its own penalty, so channels go first and SparseEpochs "
                    + "15 trains what stays",
                "ImitationSteps 180: 60 epochs of 3 batches of 16 images, at most 500, in the time of sparse-train",
                "BatchSize 8: TrainEpochs 30, SparseEpochs 15 of 40 images make 150, 75 steps, and 16 images a step would "
                    + "make fewer than 100",
                "BatchSize 16: FineTuneEpochs 2000 of 40 images make 6000 steps",
                "NominalBatch 8: TrainEpochs 30, SparseEpochs 15 of 5 batches make 150, 75 optimiser steps, and 64 images "
                    + "a step would make fewer than 1000",
                "NominalBatch 64: FineTuneEpochs 2000 of 3 batches make 1500 optimiser steps",
            ],
            Chosen("<TrainEpochs>30</TrainEpochs><SparseEpochs>15</SparseEpochs><FineTuneEpochs>2000</FineTuneEpochs>")
        );

    [Fact]
    public void What_the_project_says_is_no_choice()
    {
        Assert.Empty(
            Chosen(
                "<Schedule>one-shot</Schedule><ImitationSteps>5</ImitationSteps><BatchSize>16</BatchSize><NominalBatch>64</NominalBatch>"
            )
        );
        Assert.Equal(
            ["Schedule one-shot: there is no sparse training", "ImitationSteps 0: nothing is trained after the cut"],
            Chosen("<Schedule>auto</Schedule><SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>")
        );
    }

    [Fact]
    public void Batches_that_are_added_up_anyway_stay_as_large_as_usual() =>
        Assert.Contains(
            "BatchSize 16: SparseEpochs 15, FineTuneEpochs 15 of 40 images make 45, 45 steps",
            Chosen("<NominalBatch>16</NominalBatch><SparseEpochs>15</SparseEpochs><FineTuneEpochs>15</FineTuneEpochs>")
        );

    [Fact]
    public void The_activation_follows_the_arithmetic_and_whether_anything_trains()
    {
        const string Fixed =
            "<Schedule>one-shot</Schedule><ImitationSteps>5</ImitationSteps><BatchSize>16</BatchSize><NominalBatch>64</NominalBatch>"
            + "<Activation>auto</Activation>";
        Assert.Equal(["Activation keep: the model stays in floats"], Chosen(Fixed));
        // The pictures have no labels to tell by.
        Assert.Equal(
            [
                "Activation keep: what another would cost is told by a cut of channels in one step, whose weights are "
                    + "fitted and measured on labelled validation images",
            ],
            Chosen(Fixed + "<Quantization>int8</Quantization>")
        );
        Assert.Equal(
            ["Activation keep: nothing trains after the cut"],
            Chosen(
                "<Schedule>one-shot</Schedule><ImitationSteps>0</ImitationSteps><BatchSize>16</BatchSize><NominalBatch>64</NominalBatch>"
                    + "<Activation>auto</Activation><Quantization>auto</Quantization><SparseEpochs>0</SparseEpochs>"
                    + "<FineTuneEpochs>0</FineTuneEpochs>"
            )
        );
    }

    private string[] Chosen(string properties)
    {
        var request = ProjectFiles.Request(_folder, ProjectFiles.With(properties));
        Directory.CreateDirectory(_folder.PathOf("data/images/train"));
        using var picture = new OpenCvSharp.Mat(32, 32, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.All(80));
        for (var image = 0; image < 40; image++)
            OpenCvSharp.Cv2.ImWrite(_folder.PathOf($"data/images/train/{image}.png"), picture);
        _folder.Write("data/data.yaml", "names: [a, b]\ntrain: images/train\nval: images/train\n");
        return
        [
            .. AutomaticChoices
                .List(
                    ProjectInputs.Open(
                        request,
                        ProjectOptions.Read(request, new DiagnosticList()),
                        _folder.PathOf("cache"),
                        new DiagnosticList()
                    )
                )
                .Select(choice => choice.ToString()),
        ];
    }
}
