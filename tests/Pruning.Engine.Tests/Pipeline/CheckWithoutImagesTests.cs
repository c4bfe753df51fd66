using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Onnx;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pipeline.Stages;
using Pruning.Pruners;

namespace Pruning.Pipeline;

/// <summary>The check before training asks whether a cut can be made, and does not look at images for that.</summary>
public sealed class CheckWithoutImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("taylor")]
    [InlineData("activation")]
    public void A_measure_that_needs_images_is_left_aside(string importance)
    {
        var settings = Settings(importance, "Channels", "20%");
        var network = SmallNetworks.Detector();

        Assert.Throws<PruneException>(() => Cut(settings, network));
        var cut = Cut(settings.WithoutImages, network);

        Assert.True(
            cut.Network.Parameters.Sum(parameter => parameter.Values.Length)
                < network.Parameters.Sum(parameter => parameter.Values.Length)
        );
    }

    [Fact]
    public void A_target_out_of_reach_is_found_all_the_same() =>
        Assert.StartsWith(
            "PRUNE4",
            Assert
                .Throws<PruneException>(() =>
                    Cut(Settings("taylor", "Parameters", "99.9%").WithoutImages, SmallNetworks.Detector())
                )
                .Code.Id,
            StringComparison.Ordinal
        );

    private static PrunedNetwork Cut(PlanMaker settings, Pruning.Graphs.Network network) =>
        new NetworkPruner(settings).Make(network, new DiagnosticList(), _ => { });

    private PlanMaker Settings(string importance, string target, string reduction)
    {
        var request = ProjectFiles.Request(
            _folder,
            ProjectFiles
                .With($"<Importance>{importance}</Importance><ImageSize>32</ImageSize>")
                .Replace(
                    "Parameters\" Reduction=\"40%",
                    $"{target}\" Reduction=\"{reduction}",
                    StringComparison.Ordinal
                )
        );
        return new PlanMaker(ProjectOptions.Read(request, new DiagnosticList()).Prune, null, _folder.Root);
    }
}
