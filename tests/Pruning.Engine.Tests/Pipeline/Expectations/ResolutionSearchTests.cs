using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Reuse;
using Pruning.Pipeline.Stages;
using Pruning.Reporting;
using Pruning.Testing;

namespace Pruning.Pipeline.Expectations;

[Collection(TorchCollection.Name)]
public sealed class ResolutionSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The official network knows eighty classes, and two dozen pictures do not bring back what half of its operations
    // take.
    [RealDataFact]
    public void Natural_pictures_are_looked_at_with_fewer_pixels_by_all_channels()
    {
        var inputs = Inputs("Reduction=\"50%\"");
        var network = CheckpointReader.Read(inputs.Options.Import.File!, new DiagnosticList());

        var found = SearchOf(inputs).Find(network);

        Assert.Equal((192, 128), (found.ImageSize, found.Resolution));
        Assert.Equal([192, 160, 128], found.Trials.Select(trial => trial.Resolution));
        var (whole, last) = (found.Trials[0], found.Trials[^1]);
        Assert.Equal(found.Dense, whole.Whole);
        Assert.True(last.Fitted > whole.Fitted, found.ToString());
        // Nothing is left to cut there.
        Assert.Equal(last.Whole, last.Fitted);
        Assert.StartsWith(
            "Resolution 128: fewer pixels are expected to keep more than fewer channels; mAP50-95",
            found.ToChoices()[0].ToString(),
            StringComparison.Ordinal
        );
    }

    [RealDataFact]
    public void What_a_cut_leaves_whole_keeps_its_pixels_and_nothing_else_is_tried()
    {
        var inputs = Inputs("Maximum=\"100 G\"");
        var network = CheckpointReader.Read(inputs.Options.Import.File!, new DiagnosticList());
        var found = SearchOf(inputs).Find(network);
        Assert.Equal((192, 1), (found.Resolution, found.Trials.Length));
    }

    // Fewer pixels leave all parameters: where a gate asks for fewer of those, channels go.
    [RealDataFact]
    public void What_a_gate_on_size_would_refuse_is_no_choice()
    {
        var inputs = Inputs("Reduction=\"50%\"", """<Gate Include="FileSize" Maximum="3 MB" />""");
        var network = CheckpointReader.Read(inputs.Options.Import.File!, new DiagnosticList());
        var found = SearchOf(inputs).Find(network);
        Assert.Equal("FileSize", found.Trials[^1].RefusedBy);
        Assert.NotEqual(128, found.Resolution);
    }

    // What the official network knows of eighty classes hangs on its activation, too.
    [RealDataFact]
    public void Natural_pictures_keep_their_activation()
    {
        var inputs = Inputs(
            "Reduction=\"50%\"",
            properties: "<Activation>auto</Activation><Quantization>int8</Quantization><Resolution>128</Resolution>"
        );
        var network = CheckpointReader.Read(inputs.Options.Import.File!, new DiagnosticList());
        var found = SearchOf(inputs).Find(network);
        Assert.Equal((128, 0), (found.Resolution, found.Trials.Length));
        Assert.False(found.Activation!.IsTaken);
        Assert.InRange(found.Activation.Fitted!.Value, 0, found.Dense / 2);
        Assert.StartsWith(
            "Activation keep: relu leaves 0.0",
            found.ToChoices().Single().ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_network_that_has_not_learnt_the_classes_keeps_its_pixels()
    {
        using var clone = new TinyClone();
        var inputs = Open(clone.Request(), clone.Cache);
        var found = SearchOf(inputs).Find(TinyDetector.Create(width: 32));
        Assert.Equal((64, 0), (found.Resolution, found.Trials.Length));
    }

    [Theory]
    [InlineData("", "Flops", true)]
    [InlineData("<Resolution>32</Resolution>", "Flops", false)]
    [InlineData("<Reconstruct>false</Reconstruct>", "Flops", false)]
    [InlineData("<SparseEpochs>0</SparseEpochs><Schedule>sensitivity</Schedule>", "Flops", false)]
    [InlineData("", "Parameters", false)]
    [InlineData("", "Latency", true)]
    public void It_is_asked_where_operations_are_to_be_saved_and_nobody_has_said_how(
        string properties,
        string metric,
        bool asked
    )
    {
        using var clone = new TinyClone();
        var inputs = Open(
            clone.Request(properties, target: $"""<SparsityTarget Include="{metric}" Reduction="30%" />"""),
            clone.Cache
        );
        Assert.Equal(asked, ResolutionOptions.Find(inputs.Options, inputs.Dataset) is not null);
    }

    [Fact]
    public void A_resolution_that_the_project_names_is_what_the_network_is_trained_measured_and_shipped_with()
    {
        using var clone = new TinyClone();
        var result = clone.Run(clone.Request("<Resolution>32</Resolution>"));

        var (dense, pruned) = (result.Report!.Baseline.Summary, result.Report.Model.Summary);
        Assert.Equal((null, 32), (dense.Resolution, pruned.Resolution));
        Assert.Equal(64, pruned.ImageSize);
        Assert.Equal(0.25, (double)pruned.Flops / dense.Flops, 2);
        Assert.Equal(dense.Parameters, pruned.Parameters);
        Assert.Equal(
            32,
            SafetensorsFile
                .Load(result.Steps.Single(step => step.Name == StepNames.FineTune).Entry!.PathOf(StageFiles.Network))
                .Resolution
        );
        Assert.Contains("FLOPs at 64 px, seen at 32", MarkdownReport.Write(result.Report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Resolution>36</Resolution>", "Flops", "PRUNE0102", "Resolution is 36, ImageSize is 64")]
    [InlineData("<Resolution>96</Resolution>", "Flops", "PRUNE0102", "Resolution is 96, ImageSize is 64")]
    [InlineData(
        "<Resolution>32</Resolution><Granularity>weight</Granularity><SparseEpochs>0</SparseEpochs>",
        "Parameters",
        "PRUNE0110",
        "Resolution is '32'"
    )]
    public void A_resolution_that_cannot_be_is_refused(string properties, string metric, string code, string words)
    {
        using var clone = new TinyClone();
        var refusal = Assert.Throws<PruneException>(() =>
            clone.Run(clone.Request(properties, target: $"""<SparsityTarget Include="{metric}" Reduction="30%" />"""))
        );
        Assert.Equal(code, refusal.Code.Id);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static ResolutionSearch SearchOf(ProjectInputs inputs) =>
        new(ResolutionOptions.Find(inputs.Options, inputs.Dataset)!, inputs.Outside);

    private static ProjectInputs Open(ProjectRequest request, string cache) =>
        ProjectInputs.Open(request, ProjectOptions.Read(request, new DiagnosticList()), cache, new DiagnosticList());

    private ProjectInputs Inputs(string target, string gate = "", string properties = "")
    {
        var images = Directory
            .GetFiles(TestData.PathOf("coco-val128/images/val"), "*.jpg")
            .Order(StringComparer.Ordinal)
            .ToList();
        _folder.Write("train.txt", string.Join('\n', images.Take(16)));
        _folder.Write("val.txt", string.Join('\n', images.Skip(16).Take(48)));
        var names = File.ReadAllText(TestData.PathOf("coco-val128/data.yaml"));
        _folder.Write(
            "data.yaml",
            $"train: {_folder.PathOf("train.txt")}\nval: "
                + $"{_folder.PathOf("val.txt")}\n{names[names.IndexOf("names:", StringComparison.Ordinal)..]}"
        );
        var project = $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup>
                <BaseModel>{TestData.PathOf(
                "yolov5n.pt"
            )}</BaseModel><Dataset>data.yaml</Dataset><ImageSize>192</ImageSize><BatchSize>8</BatchSize><Device>cpu</Device><SparseEpochs>1</SparseEpochs>{properties}
              </PropertyGroup>
              <ItemGroup><SparsityTarget Include="Flops" {target} />{gate}</ItemGroup>
            </Project>
            """;
        return Open(
            ProjectRequest.Read(ProjectFiles.Write(_folder, ".", project, _folder.PathOf("cache"))),
            _folder.PathOf("cache")
        );
    }
}
