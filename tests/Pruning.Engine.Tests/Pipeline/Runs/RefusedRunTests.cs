using Pruning.Diagnostics;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>What cannot come to a good end is refused before it costs anything.</summary>
[Collection(TorchCollection.Name)]
public sealed class RefusedRunTests : PipelineRunTest
{
    // A head that nobody has trained for the dataset's three classes is no baseline.
    private const string NoBaseline = "<TrainEpochs>0</TrainEpochs><Dataset>cells/three.yaml</Dataset>";

    private const string OutOfReach = """<SparsityTarget Include="Flops" Reduction="99.99%" />""";

    public RefusedRunTests() =>
        Clone.Write("cells/three.yaml", "train: images/train\nval: images/val\nnames: [dark, light, grey]\n");

    [Fact]
    public void What_would_fail_hours_later_fails_before_training()
    {
        Assert.Equal((Codes.NoBaseline, 3), Refused(Clone.Request(NoBaseline)));
        Assert.Equal((Codes.InvalidValue, 6), Refused(Clone.Request("<ImageSize>100</ImageSize>")));
        Assert.Equal(
            (Codes.GateUnknownClass, 8),
            Refused(Clone.Request(items: """<Gate Include="AP/Dark" Minimum="0" />"""))
        );
        Assert.Equal(
            (Codes.LayerPatternMatchesNothing, 8),
            Refused(Clone.Request(items: """<KeepLayer Include="modell.0" />"""))
        );
        Assert.Equal(Codes.TargetOutOfReach, Refused(Clone.Request(items: OutOfReach)).Code);
        Assert.Empty(Directory.GetFiles(Clone.Cache, "training.*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_preview_says_what_would_stop_the_build()
    {
        var outOfReach = Preview(Clone.Request(items: OutOfReach));
        Assert.Equal("PRUNE4001", outOfReach.Error!.Code);
        Assert.Equal(8, outOfReach.Failure!.Location!.Value.Line);
        Assert.NotEmpty(outOfReach.Steps);
        Assert.Null(outOfReach.After);
        Assert.Equal("PRUNE0109", Preview(Clone.Request(NoBaseline)).Error!.Code);
    }
}
