using Pruning.Diagnostics;

namespace Pruning.Graphs;

public class GraphTests
{
    [Fact]
    public void A_layer_that_reads_a_later_one_is_refused_by_name()
    {
        var error = Assert.Throws<PruneException>(() =>
            new Graph(
                [
                    new InputNode("images", 3),
                    new ActivationNode("a", "b", ActivationKind.ReLU),
                    new ActivationNode("b", "images", ActivationKind.ReLU),
                ],
                ["b"]
            )
        );
        Assert.Equal(Codes.InconsistentNetwork, error.Code);
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_layers_of_one_name_are_refused()
    {
        var error = Assert.Throws<PruneException>(() =>
            new Graph(
                [new InputNode("images", 3), new ActivationNode("images", "images", ActivationKind.ReLU)],
                ["images"]
            )
        );
        Assert.Contains("two layers are named 'images'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_follow_the_weights()
    {
        var graph = new Graph(
            [
                new InputNode("images", 3),
                new ConvolutionNode(
                    "c",
                    "images",
                    Extent.Square(3),
                    Extent.Square(2),
                    Extent.Square(1),
                    Extent.Square(1),
                    1,
                    HasBias: false
                ),
                new UpsampleNode("u", "c", 2),
            ],
            ["u"]
        );
        var parameters = new ParameterSet([Parameter.Filled("c.weight", 1, 7, 3, 3, 3)]);
        var shapes = ShapeInference.Infer(graph, parameters, 32, 64);
        Assert.Equal(new FeatureShape(7, 16, 32), shapes["c"]);
        Assert.Equal(new FeatureShape(7, 32, 64), shapes["u"]);
        Assert.Equal(2 * 7 * 27 * 16 * 32, NetworkCost.Count(graph, parameters, 32, 64).Flops);
    }
}
