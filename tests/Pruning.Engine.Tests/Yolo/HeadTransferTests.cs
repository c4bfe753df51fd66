using Pruning.Graphs;

namespace Pruning.Yolo;

public class HeadTransferTests
{
    private static readonly Network Source = YoloArchitecture.Create("yolov5n", YoloArchitectureTests.Classes(80), 1);

    [Fact]
    public void Other_classes_get_a_head_of_their_size_and_keep_the_rest()
    {
        var network = HeadTransfer.ToClasses(Source, ["RBC", "WBC", "Platelets"], 2);
        Assert.Equal(3, network.Graph.Detect!.ClassCount);
        Assert.Equal([24, 64, 1, 1], network.Parameters["model.24.m.0.weight"].Shape.ToArray());
        Assert.Equal(24, network.Parameters["model.24.m.2.bias"].Values.Length);
        foreach (
            var parameter in Source.Parameters.Where(parameter =>
                !parameter.Name.StartsWith("model.24.", StringComparison.Ordinal)
            )
        )
            Assert.Same(parameter.Values, network.Parameters[parameter.Name].Values);
        // The official 3-class model: 1,872,157 less 77 classes of 3 anchors on 64, 128 and 256 channels and their
        // biases.
        Assert.Equal(1_872_157 - (77 * 3 * (64 + 128 + 256 + 3)), NetworkCost.Count(network, 320, 320).Parameters);
        Assert.Equal(
            NetworkCost.Count(YoloArchitecture.Create("yolov5n", network.ClassNames, 0), 320, 320),
            NetworkCost.Count(network, 320, 320)
        );
    }

    // Trainings go by it: a head that starts anew warms up its biases faster.
    [Fact]
    public void Outputs_that_have_to_be_trained_are_remembered()
    {
        var trained = Source with { Provenance = Source.Provenance.Remove(ProvenanceKeys.Head) };
        Assert.Equal(ProvenanceKeys.Untrained, Source.Provenance[ProvenanceKeys.Head]);
        Assert.Equal(
            ProvenanceKeys.Untrained,
            HeadTransfer.ToClasses(trained, ["yacht", "boat"], 9).Provenance[ProvenanceKeys.Head]
        );
        Assert.False(
            HeadTransfer
                .ToClasses(trained, YoloArchitectureTests.Classes(80), 2)
                .Provenance.ContainsKey(ProvenanceKeys.Head)
        );
        Assert.False(
            HeadTransfer
                .ToClasses(trained, [.. trained.ClassNames.Take(3)], 2)
                .Provenance.ContainsKey(ProvenanceKeys.Head)
        );
    }

    [Fact]
    public void What_was_transferred_is_counted()
    {
        // 57 convolutions with 4 tensors of a batch norm each, and the head's 3 weights and 3 biases.
        Assert.Equal(
            "transferred 285 of 291 tensors of n.pt, and the head's outputs for boxes and objectness; its class "
                + "outputs start anew, for 1 class instead of 80",
            HeadTransfer.Describe(Source, HeadTransfer.ToClasses(Source, ["cell"], 2), "n.pt")
        );
        var known = Source with { ClassNames = Source.ClassNames.SetItem(7, "Boat") };
        Assert.Equal(
            "transferred 285 of 291 tensors of n.pt, and the head's outputs for boxes and objectness; 1 of its "
                + "class outputs are known by name and kept, the rest start anew, for 2 classes instead of 80",
            HeadTransfer.Describe(known, HeadTransfer.ToClasses(known, ["yacht", "boat"], 2), "n.pt")
        );
        Assert.Equal(
            "transferred 291 of 291 tensors of n.pt",
            HeadTransfer.Describe(Source, HeadTransfer.ToClasses(Source, YoloArchitectureTests.Classes(80), 2), "n.pt")
        );
    }

    [Fact]
    public void The_head_keeps_boxes_objectness_and_the_classes_it_knows()
    {
        var known = Source with { ClassNames = Source.ClassNames.SetItem(7, "Boat") };
        var network = HeadTransfer.ToClasses(known, ["yacht", "boat"], 9);
        var fresh = YoloArchitecture.Create("yolov5n", ["yacht", "boat"], 9);
        foreach (var (name, row) in (ValueTuple<string, int>[])[("model.24.m.1.weight", 128), ("model.24.m.1.bias", 1)])
        {
            for (var anchor = 0; anchor < 3; anchor++)
            {
                for (var output = 0; output < 5; output++) // centre, size, objectness
                    Assert.Equal(Row(Source, 85, anchor, output), Row(network, 7, anchor, output));
                Assert.Equal(Row(fresh, 7, anchor, 5), Row(network, 7, anchor, 5)); // what a new network would have
                Assert.Equal(Row(Source, 85, anchor, 5 + 7), Row(network, 7, anchor, 6));
            }

            float[] Row(Network from, int outputs, int anchor, int output) =>
                from.Parameters[name].Values.AsSpan(((anchor * outputs) + output) * row, row).ToArray();
        }
    }

    [Fact]
    public void As_many_classes_keep_every_weight_and_change_names()
    {
        var names = YoloArchitectureTests.Classes(80).SetItem(0, "person");
        var network = HeadTransfer.ToClasses(Source, names, 2);
        Assert.Same(Source.Parameters, network.Parameters);
        Assert.Equal("person", network.ClassNames[0]);
    }
}
