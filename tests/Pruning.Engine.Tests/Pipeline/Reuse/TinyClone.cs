using OpenCvSharp;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Testing;

namespace Pruning.Pipeline.Reuse;

/// <summary>
/// A clone of a small project, with a local cache of its own. The same files each time, in a folder that differs in
/// name and depth; all its stages run in a few seconds.
/// </summary>
internal sealed class TinyClone : IDisposable
{
    private const string Target = """<SparsityTarget Include="Flops" Reduction="30%" />""";

    private readonly TemporaryFolder _folder = new();
    private readonly string _at;

    /// <param name="at">Where in its machine it lies.</param>
    public TinyClone(string at = "clone")
    {
        _at = at;
        Directory.CreateDirectory(PathOf("."));
        SafetensorsFile.Save(PathOf("base.safetensors"), TinyDetector.Create(width: 32));
        SafetensorsFile.Save(PathOf("other.safetensors"), TinyDetector.Create(seed: 2, width: 32));
        Write("cells/data.yaml", "train: images/train\nval: images/val\ntest: images/test\nnames: [dark, light]\n");
        Write("cells/renamed.yaml", "train: images/train\nval: images/val\ntest: images/test\nnames: [black, white]\n");
        Write("rates.yaml", "lr0: 0.02\n");
        foreach (var (split, count, shade) in new[] { ("train", 4, 0), ("val", 2, 5), ("test", 2, 10) })
        {
            for (var i = 0; i < count; i++)
                Draw(split, i, shade + (i % 2 == 0 ? 20 : 240));
        }
    }

    public List<PruneDiagnostic> Diagnostics { get; } = [];

    public string Cache => _folder.PathOf("cache");

    public string PathOf(string name) => _folder.PathOf(Path.Combine(_at, name));

    public string Write(string name, string text) => _folder.Write(Path.Combine(_at, name), text);

    /// <summary>Makes a picture of a split, and its label.</summary>
    public void Draw(string split, int index, int grey)
    {
        Directory.CreateDirectory(PathOf($"cells/images/{split}"));
        using var picture = new Mat(64, 64, MatType.CV_8UC3, Scalar.All(128));
        Cv2.Rectangle(picture, new Rect(16 + index, 16, 32, 32), Scalar.All(grey), -1);
        Cv2.ImWrite(PathOf($"cells/images/{split}/{index}.png"), picture);
        Write($"cells/labels/{split}/{index}.txt", $"{index % 2} 0.5 0.5 0.5 0.5\n");
    }

    /// <param name="properties">As the project has them, after those that all share, which they replace.</param>
    /// <param name="items">Beside the target.</param>
    /// <param name="target">The target itself.</param>
    public ProjectRequest Request(string properties = "", string items = "", string target = Target)
    {
        var project = $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup>
                <BaseModel>base.safetensors</BaseModel><Dataset>cells/data.yaml</Dataset>
                <ImageSize>64</ImageSize><BatchSize>2</BatchSize><Device>cpu</Device><Precision>fp32</Precision>
                <TrainEpochs>1</TrainEpochs><SparseEpochs>1</SparseEpochs><FineTuneEpochs>1</FineTuneEpochs>
                {properties}
              </PropertyGroup>
              <ItemGroup>{target}{items}</ItemGroup>
            </Project>
            """;
        return ProjectRequest.Read(ProjectFiles.Write(_folder, _at, project, Cache));
    }

    public PipelineResult Run(ProjectRequest? request = null) => Pipeline(request).RunTo(StageKind.Gate);

    public PipelineRun Pipeline(ProjectRequest? request = null, IProgress<PipelineEvent>? listener = null) =>
        new(request ?? Request(), new Sink(Diagnostics), listener);

    public ProjectView View(ProjectRequest request) => new(request, new Sink(Diagnostics));

    public void Dispose() => _folder.Dispose();

    /// <summary>The names of the steps with an outcome.</summary>
    public static string Steps(PipelineResult result, StageOutcome outcome) =>
        string.Join(' ', result.Steps.Where(step => step.Outcome == outcome).Select(step => step.Name));

    private sealed class Sink(List<PruneDiagnostic> items) : IDiagnosticSink
    {
        public void Report(PruneDiagnostic diagnostic)
        {
            lock (items)
                items.Add(diagnostic);
        }
    }
}
