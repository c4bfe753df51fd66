using System.Reflection;
using Pruning.Benchmarks.Inputs;
using Pruning.Benchmarks.Measuring;
using Pruning.Checkpoints;
using Pruning.Pipeline;
using Pruning.Testing;
using ShapesDataset;

namespace Pruning.Benchmarks.Kills;

/// <summary>
/// A model project that goes through every step in seconds, on the package that this repository's build leaves: a tiny
/// detector is trained, trained sparsely, cut in two rounds with a training after each, exported, measured, drawn and
/// judged.
/// </summary>
internal sealed class KilledProject
{
    public KilledProject(string root)
    {
        Root = root;
        foreach (var folder in (string[])["Detector", "tmp"])
            Directory.CreateDirectory(PathOf(folder));
        SafetensorsFile.Save(PathOf("base.safetensors"), TinyDetector.Create(width: 32));
        DatasetWriter.Write(PathOf("data"), [("train", 16), ("val", 8)]);
        File.WriteAllText(
            PathOf("NuGet.config"),
            $"""<configuration><packageSources><clear /><add key="built" value="{AppWithModel.Packages}" /></packageSources></configuration>"""
        );
        File.WriteAllText(
            PathOf("Detector/Detector.pruneproj"),
            $"""
            <Project Sdk="Pruning.Tasks/{EngineIdentity.Version}">
              <PropertyGroup>
                <BaseModel>../base.safetensors</BaseModel>
                <Dataset>../data/data.yaml</Dataset>
                <ImageSize>64</ImageSize>
                <BatchSize>4</BatchSize>
                <Device>cpu</Device>
                <!-- A trial might choose either. -->
                <Precision>fp32</Precision>
                <TrainEpochs>3</TrainEpochs>
                <SparseEpochs>3</SparseEpochs>
                <ImitationSteps>10</ImitationSteps>
                <FineTuneEpochs>4</FineTuneEpochs>
                <Schedule>iterative</Schedule>
                <PruneSteps>2</PruneSteps>
                <PruningReports>html</PruningReports>
                <PruningCacheDir>../cache</PruningCacheDir>
              </PropertyGroup>
              <ItemGroup>
                <SparsityTarget Include="Flops" Reduction="30%" />
                <Gate Include="FileSize" Maximum="1 MB" />
              </ItemGroup>
            </Project>
            """
        );
    }

    public string Root { get; }

    /// <summary>The store.</summary>
    public string Cache => PathOf("cache");

    /// <summary>What the engine leaves for the build.</summary>
    public string Output => PathOf("Detector/obj/Debug/pruning");

    /// <summary>What the build leaves for the user.</summary>
    public string Bin => PathOf("Detector/bin/Debug");

    /// <summary>Where the programs of a build keep what they need for a moment.</summary>
    public string Temporary => PathOf("tmp");

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>As if nobody had ever built it here.</summary>
    public void Forget()
    {
        foreach (var folder in (string[])[Cache, PathOf("Detector/obj"), PathOf("Detector/bin"), Temporary])
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(Temporary);
    }

    /// <summary>Begins to build.</summary>
    /// <param name="properties">Each <c>Name=Value</c>, for this build alone.</param>
    public BuildProcess Start(FrontEnd frontEnd, params IEnumerable<string> properties)
    {
        var set = properties.Select(property => $"-p:{property}");
        string[] command =
            frontEnd == FrontEnd.Tool
                ?
                [
                    "dotnet",
                    Tool.Path,
                    "build",
                    PathOf("Detector/Detector.pruneproj"),
                    "--verbosity",
                    "detailed",
                    .. set.SelectMany(property => (string[])["-p", property[3..]]),
                ]
                : ["dotnet", "build", "Detector", "-nologo", "-tl:off", .. set];
        return new BuildProcess(
            command,
            Root,
            new Dictionary<string, string>
            {
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                ["DOTNET_NOLOGO"] = "1",
                ["TMPDIR"] = Temporary,
            }
        );
    }
}
