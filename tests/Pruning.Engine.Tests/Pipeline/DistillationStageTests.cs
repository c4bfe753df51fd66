using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Testing;

namespace Pruning.Pipeline;

/// <summary>
/// Distillation as a project asks for it: which stage learns from whom, and what makes it another result.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class DistillationStageTests : IDisposable
{
    private const string Output = "<Distillation>output</Distillation>";
    private const string None = "<Distillation>none</Distillation>";
    private const string Feature = "<Distillation>feature</Distillation>";

    private readonly TemporaryFolder _folder = new();

    public DistillationStageTests()
    {
        Directory.CreateDirectory(_folder.PathOf("data/images"));
        using var picture = new OpenCvSharp.Mat(64, 64, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.All(80));
        OpenCvSharp.Cv2.ImWrite(_folder.PathOf("data/images/0.png"), picture);
        _folder.Write("data/labels/0.txt", "1 0.5 0.5 0.5 0.5\n");
        _folder.Write("still.yaml", "mosaic: 0\nhsv_h: 0\nhsv_s: 0\nhsv_v: 0\ntranslate: 0\nscale: 0\nfliplr: 0\n");
        SafetensorsFile.Save(_folder.PathOf("teacher.safetensors"), TinyDetector.Create(seed: 5));
    }

    [Theory]
    [InlineData(None + "<Teacher>teacher.safetensors</Teacher>", "Teacher", "output or feature")]
    [InlineData(
        None + "<DistillationTemperature>2</DistillationTemperature>",
        "DistillationTemperature",
        "output or feature"
    )]
    [InlineData(
        None + "<DistillSparseTraining>true</DistillSparseTraining>",
        "DistillSparseTraining",
        "output or feature"
    )]
    [InlineData(
        Output + "<DistillationFeatureWeight>1</DistillationFeatureWeight>",
        "DistillationFeatureWeight",
        "Set Distillation to feature"
    )]
    [InlineData(Output + "<DistillationOutputWeight>0</DistillationOutputWeight>", "weights are 0", "to none")]
    public void An_option_that_would_be_ignored_is_refused(string properties, string says, string advice)
    {
        var error = Assert.Throws<PruneException>(() => Inputs(properties));
        Assert.Equal(Codes.ContradictoryOptions, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_can_be_imitated_alone()
    {
        var choice = Inputs(
            Feature + "<DistillationOutputWeight>0</DistillationOutputWeight>"
        ).Options.FineTune.Distillation!;
        Assert.Equal((0, 0.1), (choice.OutputWeight, choice.FeatureWeight));
        Assert.Equal(
            (1, 0),
            (
                Inputs(Output).Options.FineTune.Distillation!.OutputWeight,
                Inputs(Output).Options.FineTune.Distillation!.FeatureWeight
            )
        );
    }

    [Fact]
    public void The_baseline_teaches_unless_another_is_named()
    {
        Assert.Equal([StepNames.Prune, StepNames.Train], FineTuning(Output).Upstream.AsEnumerable());
        Assert.Equal(
            [StepNames.Prune],
            FineTuning(Output + "<Teacher>teacher.safetensors</Teacher>").Upstream.AsEnumerable()
        );
        Assert.Equal([StepNames.Prune, StepNames.Train], FineTuning("").Upstream.AsEnumerable());
        Assert.Equal([StepNames.Prune], FineTuning(None).Upstream.AsEnumerable());
    }

    [Theory]
    [InlineData("<DistillationOutputWeight>2</DistillationOutputWeight>")]
    [InlineData("<DistillationFeatureWeight>2</DistillationFeatureWeight>")]
    [InlineData("<DistillationTemperature>2</DistillationTemperature>")]
    [InlineData("<Teacher>teacher.safetensors</Teacher>")]
    public void What_teaching_depends_on_makes_another_result(string property) =>
        Assert.NotEqual(FingerprintOf(Inputs(Feature)), FingerprintOf(Inputs(Feature + property)));

    [Fact]
    public void A_teacher_s_content_counts_and_not_its_name()
    {
        var named = Output + "<Teacher>teacher.safetensors</Teacher>";
        var before = FingerprintOf(Inputs(named));
        File.Copy(_folder.PathOf("teacher.safetensors"), _folder.PathOf("copy.safetensors"));
        Assert.Equal(before, FingerprintOf(Inputs(Output + "<Teacher>copy.safetensors</Teacher>")));
        SafetensorsFile.Save(_folder.PathOf("teacher.safetensors"), TinyDetector.Create(seed: 6));
        Assert.NotEqual(before, FingerprintOf(Inputs(named)));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("<Hyperparameters>still.yaml</Hyperparameters>", true)]
    [InlineData("<Hyperparameters>still.yaml</Hyperparameters><MultiScale>true</MultiScale>", false)]
    public void Images_that_are_not_varied_come_again(string properties, bool repeat)
    {
        using var feed = FeedOf(Inputs(properties));
        Assert.Equal(repeat, feed.Data.ImagesRepeat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<Teacher>teacher.safetensors</Teacher>")]
    public void Fine_tuning_learns_from_its_teacher_and_leaves_no_trace_of_it(string teacher)
    {
        var stage = FineTuning(Feature + teacher);
        var context = Context(stage.Upstream);
        stage.Run(context);
        var made = SafetensorsFile.Load(context.Output(StageFiles.Network));
        Assert.Equal(
            TinyDetector.Create().Parameters.Select(parameter => parameter.Name),
            made.Parameters.Select(parameter => parameter.Name)
        );
        var log = File.ReadAllLines(context.Output("training.csv"));
        Assert.EndsWith("distillBox,distillObjectness,distillClass,distillFeature", log[0], StringComparison.Ordinal);
        Assert.All(log[1].Split(',')[^4..], part => Assert.NotEmpty(part));
    }

    [Fact]
    public void A_teacher_that_does_not_fit_is_refused_at_its_line_before_anything_is_trained()
    {
        SafetensorsFile.Save(
            _folder.PathOf("teacher.safetensors"),
            TinyDetector.Create() with
            {
                ClassNames = ["cat", "dog"],
            }
        );
        var inputs = Inputs(Output + "<TrainEpochs>1</TrainEpochs><Teacher>teacher.safetensors</Teacher>");
        var stage = new CheckStage(CheckOptions.Of(inputs.Options), inputs.Outside, inputs.Request);
        var error = Assert.Throws<PruneException>(() => stage.Run(Context(stage.Upstream)));
        Assert.Equal(Codes.UnfitTeacher, error.Code);
        Assert.Equal(inputs.Request.LocationOf("Teacher"), error.Diagnostic.Location);
    }

    [Fact]
    public void A_baseline_that_does_not_fit_is_left_out_where_nobody_asked_for_it()
    {
        var stage = FineTuning("");
        var notes = new List<string>();
        var context = Context(stage.Upstream, notes);
        SafetensorsFile.Save(
            Path.Combine(_folder.PathOf("baseline"), StageFiles.Network),
            TinyDetector.Create() with
            {
                ClassNames = ["cat", "dog"],
            }
        );
        stage.Run(context);
        Assert.Contains(notes, note =>
            note.StartsWith(
                "learning from the labels alone: it detects 2 classes ('cat', 'dog')",
                StringComparison.Ordinal
            )
        );
        Assert.EndsWith(",,,,", File.ReadAllLines(context.Output("training.csv"))[1], StringComparison.Ordinal);

        stage = FineTuning(Output);
        Assert.Equal(Codes.UnfitTeacher, Assert.Throws<PruneException>(() => stage.Run(context)).Code);
    }

    public void Dispose() => _folder.Dispose();

    private FineTuneStage FineTuning(string properties) => StageOf(Inputs(properties));

    private static FineTuneStage StageOf(ProjectInputs inputs) =>
        new(inputs.Options.FineTune, inputs.Options.Rounds[^1], inputs.Outside, inputs.Request);

    private TrainingFeed FeedOf(ProjectInputs inputs) =>
        new(inputs.Options.Train, inputs.Outside, 64, TinyDetector.Stride, Context([]));

    private static string FingerprintOf(ProjectInputs inputs)
    {
        var description = new FingerprintBuilder();
        StageOf(inputs).Describe(description);
        return description.Build().Hex;
    }

    // Each upstream step has made the same little network.
    private StageContext Context(ImmutableArray<string> upstream, List<string>? notes = null)
    {
        foreach (var name in (string[])["out", "work", "step", "baseline"])
            Directory.CreateDirectory(_folder.PathOf(name));
        return new StageContext(
            _folder.PathOf("out"),
            _folder.PathOf("work"),
            upstream.ToImmutableDictionary(name => name, Entry),
            new DiagnosticList(),
            (_, _) => { },
            default
        )
        {
            Note = note => notes?.Add(note),
        };

        StoreEntry Entry(string step)
        {
            var folder = _folder.PathOf(step == StepNames.Train ? "baseline" : "step");
            SafetensorsFile.Save(Path.Combine(folder, StageFiles.Network), TinyDetector.Create());
            return new StoreEntry(folder, new EntryManifest(EntryManifest.CurrentVersion, "", "", 0, [], []));
        }
    }

    private ProjectInputs Inputs(string properties)
    {
        var project = $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup>
                <BaseModel>yolov5n</BaseModel><Dataset>data/data.yaml</Dataset><Device>cpu</Device><Precision>fp32</Precision><ImageSize>64</ImageSize><FineTuneEpochs>1</FineTuneEpochs>
                <AutoAnchor>false</AutoAnchor>{properties}
              </PropertyGroup>
              <ItemGroup><SparsityTarget Include="Flops" Reduction="50%" /></ItemGroup>
            </Project>
            """;
        var request = ProjectFiles.Request(_folder, project);
        _folder.Write("data/data.yaml", "names: [dark, light]\ntrain: images\nval: images\n");
        return ProjectInputs.Open(
            request,
            ProjectOptions.Read(request, new DiagnosticList()),
            _folder.PathOf("cache"),
            new DiagnosticList()
        );
    }
}
