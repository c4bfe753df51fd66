using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Yolo;

namespace Pruning.Checkpoints;

/// <summary>The official yolov5n.pt: a whole pickled model in 16-bit floats.</summary>
public class OfficialCheckpointTests
{
    private static Network Read() => CheckpointReader.Read(TestData.PathOf("yolov5n.pt"), new DiagnosticList());

    [RealDataFact]
    public void It_imports_with_its_published_cost_and_names()
    {
        var network = Read();
        Assert.Equal(1_872_157, NetworkCost.Count(network, 640, 640).Parameters);
        Assert.Equal(4.5, NetworkCost.Count(network, 640, 640).GigaFlops, 0.05);
        Assert.Equal(80, network.ClassNames.Length);
        Assert.Equal("person", network.ClassNames[0]);
        Assert.Equal("toothbrush", network.ClassNames[79]);
        Assert.Equal(
            "4f180cf23ba0717ada0badd6c685026d73d48f184d00fc159c2641284b2ac0a3",
            network.Provenance["base.sha256"]
        );
    }

    [RealDataFact]
    public void Its_modules_describe_the_same_graph_as_the_table()
    {
        var imported = Read();
        var tabled = YoloArchitecture.Create("yolov5n", imported.ClassNames, 0);
        Assert.Equal(tabled.Graph.Nodes.Select(node => node.Name), imported.Graph.Nodes.Select(node => node.Name));
        foreach (var (left, right) in tabled.Graph.Nodes.Zip(imported.Graph.Nodes))
        {
            Assert.Equal(left.GetType(), right.GetType());
            Assert.Equal(left.Inputs.AsEnumerable(), right.Inputs);
            if (left is ConvolutionNode or MaxPoolNode or UpsampleNode or BatchNormNode or ActivationNode)
                Assert.Equal(left with { Inputs = right.Inputs }, right);
        }

        Assert.Equal(
            tabled.Graph.Detect!.Anchors.SelectMany(level => level),
            imported.Graph.Detect!.Anchors.SelectMany(level => level)
        );
        Assert.Equal(tabled.Graph.Detect.Strides.AsEnumerable(), imported.Graph.Detect.Strides);
        foreach (var parameter in tabled.Parameters)
            Assert.Equal(parameter.Shape.AsEnumerable(), imported.Parameters[parameter.Name].Shape);
        Assert.Equal(tabled.Parameters.Count, imported.Parameters.Count);
    }

    [RealDataFact]
    public void Its_weights_are_the_ones_in_the_reference_state()
    {
        // The loss reference starts from this checkpoint with the head replaced: the backbone must agree to the bit.
        var network = Read();
        var state = NumpyFile.ReadArchive(TestData.PathOf("reference/loss/state_dict.npz"));
        var compared = 0;
        foreach (
            var parameter in network.Parameters.Where(parameter =>
                !parameter.Name.StartsWith("model.24.", StringComparison.Ordinal)
            )
        )
        {
            Assert.Equal(state[parameter.Name].Floats, parameter.Values);
            compared++;
        }

        Assert.True(compared > 250);
    }

    [RealDataFact]
    public void Truncated_anywhere_it_is_a_coded_error()
    {
        var bytes = File.ReadAllBytes(TestData.PathOf("yolov5n.pt"));
        var path = Path.Combine(Path.GetTempPath(), $"pruning-{Guid.NewGuid():n}.pt");
        try
        {
            for (var i = 0; i < 20; i++)
            {
                File.WriteAllBytes(path, bytes[..(bytes.Length * i / 20)]);
                Assert.Throws<PruneException>(() => CheckpointReader.Read(path, new DiagnosticList()));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
