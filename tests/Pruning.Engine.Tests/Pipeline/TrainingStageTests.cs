using System.Globalization;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Prune;
using Pruning.Pipeline.Stages;
using Pruning.Testing;

namespace Pruning.Pipeline;

/// <summary>Which training depends on which option, and that the dataset's classes can count as one.</summary>
[Collection(TorchCollection.Name)]
public sealed class TrainingStageTests : IDisposable
{
    private const string AllThree = "<TrainEpochs>2</TrainEpochs>";

    private readonly TemporaryFolder _folder = new();

    public TrainingStageTests()
    {
        _folder.Write("data/data.yaml", "names: [a, b]\ntrain: images\nval: images\n");
        Directory.CreateDirectory(_folder.PathOf("data/images"));
        using var picture = new OpenCvSharp.Mat(32, 32, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.All(80));
        OpenCvSharp.Cv2.ImWrite(_folder.PathOf("data/images/0.png"), picture);
        _folder.Write("data/labels/0.txt", "1 0.5 0.5 0.5 0.5\n");
        _folder.Write("data/smooth.yaml", "label_smoothing: 0.1\n");
    }

    [Theory]
    [InlineData("<NominalBatch>32</NominalBatch>", "train sparse-train fine-tune")]
    [InlineData("<LearningRateSchedule>cosine</LearningRateSchedule>", "train sparse-train fine-tune")]
    [InlineData("<LabelSmoothing>0.1</LabelSmoothing>", "train sparse-train fine-tune")]
    [InlineData("<Hyperparameters>data/smooth.yaml</Hyperparameters>", "train sparse-train fine-tune")]
    [InlineData("<Hyperparameters>data/smooth.yaml</Hyperparameters><LabelSmoothing>0</LabelSmoothing>", "")]
    [InlineData("<MultiScale>true</MultiScale>", "train sparse-train fine-tune")]
    [InlineData("<ImageWeights>true</ImageWeights>", "train sparse-train fine-tune")]
    [InlineData("<SingleClass>true</SingleClass>", "train sparse-train fine-tune")]
    [InlineData("<AutoAnchor>false</AutoAnchor>", "train")]
    [InlineData("<Patience>5</Patience>", "train fine-tune")]
    [InlineData("<Freeze>3</Freeze>", "fine-tune")]
    [InlineData("<Distillation>output</Distillation>", "")] // what auto is where the baseline fits
    [InlineData("<Distillation>none</Distillation>", "sparse-train fine-tune")]
    [InlineData("<DistillSparseTraining>false</DistillSparseTraining>", "sparse-train")]
    public void An_option_changes_the_results_of_the_trainings_that_take_it(string property, string stages)
    {
        var (before, after) = (Described(AllThree), Described(AllThree + property));
        Assert.Equal(stages, string.Join(' ', before.Keys.Where(stage => before[stage] != after[stage])));
    }

    [Theory]
    [InlineData("taylor", "<ImportanceBatches>2</ImportanceBatches>", "sparse-train prune")]
    [InlineData("taylor", "<BatchSize>2</BatchSize>", "sparse-train prune")]
    [InlineData("taylor", "<Hyperparameters>data/smooth.yaml</Hyperparameters>", "sparse-train prune")]
    [InlineData("activation", "<ImportanceBatches>2</ImportanceBatches>", "sparse-train prune")]
    [InlineData("activation", "<Hyperparameters>data/smooth.yaml</Hyperparameters>", "sparse-train")]
    [InlineData("fpgm", "<ImportanceBatches>2</ImportanceBatches>", "")]
    public void What_a_measure_looks_at_changes_the_cut_and_what_prepares_it(
        string importance,
        string property,
        string stages
    )
    {
        Dictionary<string, string> Cuts(string properties) =>
            StageList
                .Build(Inputs(properties))
                .Where(stage => stage is SparseTrainStage or PruneStage)
                .ToDictionary(stage => stage.Name, FingerprintOf);
        var (before, after) = (
            Cuts($"<Importance>{importance}</Importance>"),
            Cuts($"<Importance>{importance}</Importance>{property}")
        );
        Assert.Equal(stages, string.Join(' ', before.Keys.Where(stage => before[stage] != after[stage])));
    }

    [Fact]
    public void A_cut_looks_at_training_images_alone_and_at_the_same_ones_each_time()
    {
        _folder.Write("data/data.yaml", "names: [a, b]\ntrain: images\nval: others/images\ntest: others/images\n");
        Directory.CreateDirectory(_folder.PathOf("data/others/images"));
        using var picture = new OpenCvSharp.Mat(32, 32, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.All(200));
        OpenCvSharp.Cv2.ImWrite(_folder.PathOf("data/others/images/1.png"), picture);
        _folder.Write("data/others/labels/1.txt", "1 0.5 0.5 0.5 0.5\n");
        var images = ImagesOf(Inputs("<ImageSize>32</ImageSize>"));
        var first = Pixels(images);
        Assert.Equal(first, Pixels(images));
        var plain = Pixels(images with { Inputs = images.Inputs with { Augmentation = AugmentationOptions.None } });
        Assert.All(plain, batch => Assert.All(batch, pixel => Assert.Equal(80, pixel)));
        // The other split's picture is bright all over: no variation makes it of the training one, nor the other way
        // round.
        Assert.All(first, batch => Assert.DoesNotContain(batch, pixel => pixel is > 150));
    }

    // A network is judged as it was trained: plain pictures have other statistics.
    [Fact]
    public void A_cut_looks_at_images_as_a_training_varies_them()
    {
        var images = ImagesOf(Inputs("<ImageSize>32</ImageSize>"));
        var seen = Pixels(images);
        Assert.Equal(8, seen.Length);
        Assert.Equal(8, seen.Distinct(new SameBytes()).Count());
        var plain = images with { Inputs = images.Inputs with { Augmentation = AugmentationOptions.None } };
        Assert.Single(Pixels(plain).Distinct(new SameBytes()));
        Assert.NotEqual(Fingerprint(images), Fingerprint(plain));

        static string Fingerprint(CalibrationImages images) =>
            new FingerprintBuilder().AddInputs(images.Reads).Build().Hex;
    }

    private static CalibrationImages ImagesOf(ProjectInputs inputs) =>
        new(inputs.Outside, inputs.Options.Prune.Images!, inputs.Options.ImageSize);

    private static byte[][] Pixels(CalibrationImages images) =>
        [
            .. images
                .Take(8)
                .Select(batch =>
                {
                    using (batch)
                        return batch.Pixels.AsSpan(0, batch.PixelCount).ToArray();
                }),
        ];

    private sealed class SameBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => obj.Length;
    }

    [Fact]
    public void Where_numbers_have_a_decimal_comma_the_same_results_count()
    {
        var here = Described(AllThree);
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("0,5", $"{0.5}");
            Assert.Equal(here, Described(AllThree));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Anchors_are_fitted_in_the_first_training_that_runs()
    {
        const string off = "<AutoAnchor>false</AutoAnchor>";
        string Changed(string epochs)
        {
            var (before, after) = (Described(epochs), Described(epochs + off));
            return string.Join(' ', before.Keys.Where(stage => before[stage] != after[stage]));
        }

        Assert.Equal("sparse-train", Changed("<TrainEpochs>0</TrainEpochs>"));
        Assert.Equal("fine-tune", Changed("<TrainEpochs>0</TrainEpochs><SparseEpochs>0</SparseEpochs>"));
    }

    [Fact]
    public void All_classes_can_count_as_one()
    {
        var inputs = Inputs("<SingleClass>true</SingleClass>");
        Assert.Equal(["item"], inputs.Dataset.ClassNames.AsEnumerable());
        Assert.Equal(0, Assert.Single(Assert.Single(inputs.Dataset.Split("train").Images).Labels).ClassIndex);
        Assert.Equal(["item"], inputs.Dataset.Split("val").ClassNames.AsEnumerable());
        Assert.Equal(["a", "b"], Inputs("").Dataset.ClassNames.AsEnumerable());
    }

    public void Dispose() => _folder.Dispose();

    private Dictionary<string, string> Described(string properties)
    {
        var inputs = Inputs(properties);
        return StageList
            .Build(inputs)
            .OfType<TrainingStage>()
            .Where(stage => !stage.IsSkipped)
            .ToDictionary(stage => stage.Name, FingerprintOf);
    }

    private static string FingerprintOf(IStage stage)
    {
        var description = new FingerprintBuilder();
        stage.Describe(description);
        return description.Build().Hex;
    }

    private ProjectInputs Inputs(string properties)
    {
        var project = $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup><BaseModel>yolov5n</BaseModel><Dataset>data/data.yaml</Dataset><Device>cpu</Device>{properties}</PropertyGroup>
              <ItemGroup><SparsityTarget Include="Flops" Reduction="50%" /></ItemGroup>
            </Project>
            """;
        var yaml = File.ReadAllText(_folder.PathOf("data/data.yaml"));
        var request = ProjectFiles.Request(_folder, project);
        File.WriteAllText(_folder.PathOf("data/data.yaml"), yaml); // the project's writer has one of its own
        return ProjectInputs.Open(
            request,
            ProjectOptions.Read(request, new DiagnosticList()),
            _folder.PathOf("cache"),
            new DiagnosticList()
        );
    }
}
