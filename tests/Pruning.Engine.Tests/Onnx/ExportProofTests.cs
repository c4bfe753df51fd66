using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Onnx;

public class ExportProofTests
{
    private const int Size = 32;

    [Fact]
    public void A_file_made_from_slightly_other_weights_is_caught_with_the_numbers()
    {
        var network = SmallNetworks.Detector();
        var bias = network.Parameters["coarse.bias"];
        var moved = bias with { Values = [.. bias.Values.Select((value, i) => i == 2 ? value + 0.05f : value)] };
        var onnx = OnnxExporter.Export(
            network with
            {
                Parameters = network.Parameters.With([moved]),
            },
            new OnnxExportOptions(Size)
        );
        var error = Assert.Throws<PruneException>(() => ExportProof.Verify(onnx, new PlainEvaluator(network), Size));
        Assert.Equal(Codes.ExportNotFaithful, error.Code);
        Assert.Contains("column 2,", error.Message, StringComparison.Ordinal);
        Assert.Contains("the largest relative error is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_class_scores_are_caught()
    {
        var network = SmallNetworks.Detector();
        var onnx = OnnxExporter.Export(network, new OnnxExportOptions(Size));
        var error = Assert.Throws<PruneException>(() => ExportProof.Verify(onnx, new Swapped(network), Size));
        Assert.Contains("scores by up to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_gives_no_numbers_is_not_proved()
    {
        var network = SmallNetworks.Detector();
        var broken = network with
        {
            Parameters = network.Parameters.With([Parameter.Filled("coarse.bias", float.NaN, 16)]),
        };
        var onnx = OnnxExporter.Export(broken, new OnnxExportOptions(Size));
        var error = Assert.Throws<PruneException>(() => ExportProof.Verify(onnx, new PlainEvaluator(broken), Size));
        Assert.Equal(Codes.ExportNotFaithful, error.Code);
        Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_class_names_are_caught()
    {
        var network = SmallNetworks.Detector();
        var onnx = OnnxExporter.Export(network, new OnnxExportOptions(Size));
        var renamed = network with { ClassNames = ["RBC", "WBC", "Platelets"] };
        var error = Assert.Throws<PruneException>(() => ExportProof.Verify(onnx, new PlainEvaluator(renamed), Size));
        Assert.Contains("Platelets", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Right boxes, the last two class scores exchanged.</summary>
    private sealed class Swapped(Network network) : Evaluation.IDetector
    {
        private readonly PlainEvaluator _inner = new(network);

        public System.Collections.Immutable.ImmutableArray<string> ClassNames => _inner.ClassNames;

        public int Stride => _inner.Stride;

        public Extent? FixedInput => null;

        public int? FixedBatch => null;

        public float[] Detect(ReadOnlyMemory<byte> pixels, int batch, int height, int width)
        {
            var rows = _inner.Detect(pixels, batch, height, width);
            for (var row = 0; row < rows.Length; row += 8)
                (rows[row + 6], rows[row + 7]) = (rows[row + 7], rows[row + 6]);
            return rows;
        }
    }
}
