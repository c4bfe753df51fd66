using System.Diagnostics;
using System.Xml.Linq;
using Pruning.Checkpoints;
using Pruning.Testing;

namespace Pruning.DotnetTool.Interruption;

/// <summary>
/// A project that goes through every stage in seconds: a tiny detector is trained, trained sparsely, cut in two rounds
/// with a training after each, exported, measured and judged. Each cache that it is built in has an output folder of
/// its own.
/// </summary>
internal sealed class TrainedProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-killed-");

    public TrainedProject()
    {
        SafetensorsFile.Save(PathOf("base.safetensors"), TinyDetector.Create(width: 32));
        TinyDataset.In(PathOf("data"), pictures: 24);
        File.WriteAllText(PathOf("Detector.pruneproj"), "<Project />");
    }

    /// <summary>Epochs of all trainings together.</summary>
    public const int Epochs = 3 + 2 + 4;

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Cache(string name) => PathOf($"cache-{name}");

    public string Output(string name) => PathOf($"obj-{name}");

    public string Model(string name) => Path.Combine(Output(name), "Detector.onnx");

    /// <summary>More properties, from the next <see cref="Engine"/> on.</summary>
    public (string Name, string Value)[] More { get; set; } = [];

    /// <summary>The arguments with which a build starts the engine.</summary>
    /// <param name="cache">Names the cache, in the project's folder.</param>
    /// <param name="epochs">Of the first training.</param>
    public string[] Engine(string cache, int epochs = 3, string stage = "gate")
    {
        XElement Property(string name, object value) =>
            new("Property", new XAttribute("Name", name), new XAttribute("Value", value));
        XElement Item(string type, string include, string name, string value) =>
            new(
                "Item",
                new XAttribute("Type", type),
                new XAttribute("Include", include),
                new XElement("Metadata", new XAttribute("Name", name), new XAttribute("Value", value))
            );
        var request = new XElement(
            "PruningRequest",
            new XAttribute("Version", 1),
            new XAttribute("Project", PathOf("Detector.pruneproj")),
            new XAttribute("Name", "Detector"),
            new XAttribute("OutputDirectory", Output(cache)),
            new XAttribute("CacheDirectory", Cache(cache)),
            Property("BaseModel", "base.safetensors"),
            Property("Dataset", "data/data.yaml"),
            Property("ImageSize", 64),
            Property("BatchSize", 4),
            Property("Device", "cpu"),
            Property("Precision", "fp32"), // a trial might choose either
            Property("TrainEpochs", epochs),
            Property("SparseEpochs", 2),
            Property("ImitationSteps", 2),
            Property("FineTuneEpochs", 4),
            Property("Schedule", "iterative"),
            Property("PruneSteps", 2),
            More.Select(property => Property(property.Name, property.Value)),
            Item("SparsityTarget", "Flops", "Reduction", "30%"),
            Item("Gate", "FileSize", "Maximum", "1 MB")
        );
        var path = PathOf($"{cache}-{epochs}.xml");
        File.WriteAllText(path, request.ToString());
        return ["engine", "--request", path, "--stage", stage];
    }

    /// <summary>Builds to the end, which has to be a good one.</summary>
    /// <returns>What it said.</returns>
    public IReadOnlyList<string> Build(string cache, Action<ProcessStartInfo>? prepare = null, int epochs = 3)
    {
        using var run = ProgramRun.Start("dotnet", [ProgramRun.Program, .. Engine(cache, epochs)], prepare);
        Assert.True(run.WaitForExit() == ExitCodes.Success, run.Text);
        return run.Lines;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
