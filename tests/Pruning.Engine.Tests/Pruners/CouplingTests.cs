using Pruning.Graphs;

namespace Pruning.Pruners;

public class CouplingTests
{
    [Fact]
    public void A_shortcut_ties_its_layers_and_a_bottleneck_inside_stays_free()
    {
        var build = new GraphBuilder(0);
        var cv1 = build.Block("cv1", build.Image(), 8);
        var inner = build.Block("m.cv1", cv1, 8);
        var sum = build.Sum("m.add", cv1, build.Block("m.cv2", inner, 8, 3));
        var network = build.Build(build.Conv("head", sum, 6));

        var map = Coupling.Analyze(network);

        Assert.Equal(["images", "cv1.conv+m.cv2.conv", "m.cv1.conv", "head"], map.Groups.Select(group => group.Name));
        var tied = map.Groups[1];
        Assert.Equal(
            ["cv1.conv", "cv1.bn", "m.cv1.conv", "m.cv2.conv", "m.cv2.bn", "head"],
            tied.Members.Select(member => member.Layer).Distinct()
        );
        Assert.Equal(
            [GroupRole.Consumer],
            tied.Members.Where(member => member.Layer == "m.cv1.conv").Select(member => member.Role)
        );
        Assert.False(tied.IsHeld);
        Assert.True(map.Groups[0].IsHeld && map.Groups[3].IsHeld);
    }

    [Fact]
    public void A_concatenation_gives_consumers_offsets()
    {
        var build = new GraphBuilder(0);
        var image = build.Image();
        var joined = build.Concat("cat", build.Block("a", image, 4), build.Block("b", image, 6));
        var network = build.Build(build.Conv("head", joined, 6));

        var b = Coupling.Analyze(network).Groups.Single(group => group.Name == "b.conv");

        var consumer = Assert.Single(b.Consumers);
        Assert.Equal(Enumerable.Range(4, 6), consumer.Positions);
        Assert.Equal(Enumerable.Range(0, 6), consumer.Atoms);
    }

    [Fact]
    public void Depthwise_ties_outputs_to_inputs_and_a_grouped_convolution_goes_by_groups()
    {
        var build = new GraphBuilder(0);
        var a = build.Block("a", build.Image(), 8);
        var depthwise = build.Block("dw", a, 8, 3, groups: 8);
        var b = build.Block("b", depthwise, 12);
        var network = build.Build(build.Conv("head", build.Block("g", b, 6, 3, groups: 3), 6));

        var map = Coupling.Analyze(network);

        var tied = map.Groups.Single(group => group.Name == "a.conv+dw.conv");
        Assert.Equal((8, 1), (tied.Count, tied.ChannelsPerAtom));
        var grouped = map.Groups.Single(group => group.Name == "b.conv+g.conv");
        Assert.Equal((3, 2), (grouped.Count, grouped.ChannelsPerAtom));
    }

    [Fact]
    public void Explains_what_is_held_and_why()
    {
        var build = new GraphBuilder(0);
        var a = build.Block("a", build.Image(), 8);
        var head = build.Conv("head.m.0", build.Block("b", a, 6), 6, bias: true);
        var network = build.Build(build.Detect("head", 1, head));

        var layers = Coupling.Analyze(network).Explain();

        Assert.Equal(["a.conv", "b.conv", "head.m.0"], layers.Select(layer => layer.Layer));
        Assert.Empty(layers[0].HeldBecause);
        Assert.Contains("detection head 'head'", Assert.Single(layers[2].HeldBecause), StringComparison.Ordinal);
    }

    [Fact]
    public void Explains_what_ties_and_who_reads()
    {
        var build = new GraphBuilder(0);
        var a = build.Block("a", build.Image(), 8);
        var depthwise = build.Block("dw", a, 8, 3, groups: 8);
        var sum = build.Sum("add", build.Block("b", depthwise, 6), build.Block("c", a, 6));
        var layers = Coupling
            .Analyze(build.Build(build.Conv("head", build.Concat("cat", sum, depthwise), 6), sum))
            .Explain()
            .ToDictionary(layer => layer.Layer);

        Assert.Equal(["'dw.conv' convolves them in groups"], layers["a.conv"].TiedBecause.ToArray());
        Assert.Equal(["dw.conv", "b.conv", "c.conv", "head"], layers["a.conv"].ReadBy.ToArray());
        Assert.Equal(["'add' adds them"], layers["b.conv"].TiedBecause.ToArray());
        Assert.Equal((6, 6), (layers["c.conv"].HeldChannels, layers["c.conv"].Channels));
        Assert.Equal(0, layers["a.conv"].HeldChannels);
    }

    [Fact]
    public void A_layer_can_be_held_in_part()
    {
        var build = new GraphBuilder(0);
        var image = build.Image();
        // Its first four channels are added to what is the output; the others are read only.
        var joined = build.Concat("cat", build.Conv("a", image, 4), build.Conv("b", image, 4));
        var wide = build.Conv("wide", image, 8);
        var network = build.Build(build.Conv("head", build.Sum("add", joined, wide), 6), "a");
        var layers = Coupling.Analyze(network).Explain().ToDictionary(layer => layer.Layer);
        Assert.Equal((4, 8), (layers["wide"].HeldChannels, layers["wide"].Channels));
        Assert.Equal(["'a' is the network's output"], layers["wide"].HeldBecause.ToArray());
        Assert.Equal(0, layers["b"].HeldChannels);
    }

    [Theory]
    [InlineData("model.0", "model.0.conv", true)]
    [InlineData("model.0.*", "model.0.conv", true)]
    [InlineData("model.1", "model.10.conv", false)]
    [InlineData("model.2.m.?.cv1", "model.2.m.0.cv1.conv", true)]
    [InlineData("*.cv3", "model.2.cv3.conv", true)]
    [InlineData("Model.0", "model.0.conv", false)]
    public void Patterns_match_names_and_dotted_prefixes(string pattern, string layer, bool matches) =>
        Assert.Equal(matches, new LayerPattern(pattern).Matches(layer));
}
