using System.Globalization;
using System.Xml.Linq;
using Pruning.Checkpoints;
using Pruning.Evaluation.Gates;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>
/// A project that is built in seconds, because it trains nothing: a tiny detector cut by its weights. Stands without
/// the SDK's packages.
/// </summary>
internal sealed class TinyProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-");

    public TinyProject()
    {
        SafetensorsFile.Save(PathOf("base.safetensors"), TinyDetector.Create(width: 32));
        TinyDataset.In(PathOf("data"));
        File.WriteAllText(
            Path,
            """
            <Project>
              <PropertyGroup>
                <PruningRequestFile>$(MSBuildProjectDirectory)/request.xml</PruningRequestFile>
                <PruningOutputDirectory>$(MSBuildProjectDirectory)/obj</PruningOutputDirectory>
                <BaseIntermediateOutputPath>obj/</BaseIntermediateOutputPath>
              </PropertyGroup>
              <Target Name="Restore" />
              <Target Name="BeforePruning" />
              <Target Name="PruningWriteRequest">
                <WriteLinesToFile File="$(MSBuildProjectDirectory)/reports.txt" Lines="$(PruningReports)" Overwrite="true" />
              </Target>
            </Project>
            """
        );
        Ask();
    }

    /// <summary>Epochs after the cut, from the next <see cref="Ask"/> on.</summary>
    public int FineTuneEpochs { get; init; }

    public string Path => PathOf("Detector.pruneproj");

    /// <summary>The file that accepting writes.</summary>
    public string LockFile => LockedBaselineFile.PathOf(Path);

    /// <summary>A remote cache that the project names from the next <see cref="Ask"/> on; null for none.</summary>
    public Uri? Remote { get; init; }

    /// <summary>Whether results go there.</summary>
    public bool Push { get; init; }

    /// <summary>
    /// By how much the latency ratio's spread may be wider: accepting then measures it no longer than the build did.
    /// Null for the usual.
    /// </summary>
    public string? CostSlack { get; set; }

    public string PathOf(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>What the project says from now on.</summary>
    /// <param name="reduction">Of the operations.</param>
    /// <param name="gates">Each a metric and its greatest value.</param>
    public void Ask(string reduction = "30%", params (string Metric, string Maximum)[] gates)
    {
        XElement Property(string name, string value) =>
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
            new XAttribute("Project", Path),
            new XAttribute("Name", "Detector"),
            new XAttribute("OutputDirectory", PathOf("obj")),
            new XAttribute("CacheDirectory", PathOf("cache")),
            Property("BaseModel", "base.safetensors"),
            Property("Dataset", "data/data.yaml"),
            Property("ImageSize", "64"),
            Property("SparseEpochs", "0"),
            Property("FineTuneEpochs", FineTuneEpochs.ToString(CultureInfo.InvariantCulture)),
            Property("Importance", "l2"),
            Remote is null
                ? []
                : new[]
                {
                    Property("PruningRemoteCache", Remote.ToString()),
                    Property("PruningRemoteCachePush", Push ? "true" : "false"),
                },
            CostSlack is null ? [] : new[] { Property("PruningBaselineCostSlack", CostSlack) },
            Item("SparsityTarget", "Flops", "Reduction", reduction),
            gates.Select(gate => Item("Gate", gate.Metric, "Maximum", gate.Maximum))
        );
        File.WriteAllText(PathOf("request.xml"), request.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
