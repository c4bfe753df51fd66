using System.Text.Json;

namespace Pruning.Integration.Tests;

/// <summary>What asks projects without building them: <c>dotnet watch</c>, Visual Studio and other editors.</summary>
public sealed class EditorTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    // As Visual Studio, dotnet watch and other users of Roslyn's workspaces ask for a compiler's command line.
    private static readonly string[] DesignTime =
    [
        "-t:Compile",
        "-p:DesignTimeBuild=true",
        "-p:BuildingInsideVisualStudio=true",
        "-p:BuildProjectReferences=false",
        "-p:SkipCompilerExecution=true",
        "-p:ProvideCommandLineArgs=true",
    ];

    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Visual_Studio_knows_what_an_app_and_a_model_depend_on()
    {
        WriteProjects();
        _workspace.Run("restore", "App");
        _workspace.Run("restore", "Detector");

        // Also before anything was built: a file that is missing makes Visual Studio build.
        Assert.Equal(
            ["Detector/bin/Debug/Detector.onnx", "Detector/obj/Debug/pruning/Detector.model.xml"],
            FullPaths(Ask("App/App.csproj", "UpToDateCheckInput").GetProperty("UpToDateCheckInput"))
        );
        var model = Ask("Detector/Detector.pruneproj", "UpToDateCheckInput,UpToDateCheckOutput,ProjectCapability");
        Assert.Equal(["Detector/base.pt", "Detector/data.yaml"], FullPaths(model.GetProperty("UpToDateCheckInput")));
        Assert.Equal(["Detector/bin/Debug/Detector.onnx"], FullPaths(model.GetProperty("UpToDateCheckOutput")));
        var capabilities = model
            .GetProperty("ProjectCapability")
            .EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString())
            .ToList();
        Assert.Empty(
            capabilities.Intersect(["LaunchProfiles", "Publish", "Pack", "AssemblyReferences", "NetSdkOCIImageBuild"])
        );

        Assert.Empty(_workspace.TakeEngineCalls());
        Assert.False(_workspace.Exists("Detector/bin/Debug/Detector.onnx"));
    }

    [Fact]
    public void A_watched_app_is_built_again_when_its_model_project_changes()
    {
        WriteProjects();
        _workspace.Build("build", "App").Succeeded();

        var watched = _workspace
            .Run("watch", "--list", "--project", "App")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "App/App.csproj",
                "App/Program.cs",
                "Detector/Detector.pruneproj",
                "Detector/base.pt",
                "Detector/data.yaml",
            ],
            watched.Select(Relative).Order(StringComparer.Ordinal)
        );

        using var watch = Dotnet.Start(
            _workspace.Root,
            ["watch", "--no-hot-reload", "--non-interactive", "--project", "App", "run"],
            out var output
        );
        try
        {
            WaitFor(output, "the app has 15 bytes");
            _workspace.Write("Detector/base.pt", "better weights");
            WaitFor(output, "the app has 22 bytes");
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
            watch.WaitForExit();
        }
    }

    private void WriteProjects()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.Write("Detector/data.yaml", "names: [cell]\n");
        _workspace.WriteApp(
            """Console.WriteLine($"the app has {Ward.App.PrunedModels.Detector.ReadAllBytes().Length} bytes"); Thread.Sleep(Timeout.Infinite);"""
        );
    }

    private JsonElement Ask(string project, string items) =>
        JsonDocument
            .Parse(_workspace.Run(["msbuild", project, .. DesignTime, "-getItem:" + items, "-nologo"]))
            .RootElement.GetProperty("Items");

    private string[] FullPaths(JsonElement items) =>
        [
            .. items
                .EnumerateArray()
                .Select(item => Relative(item.GetProperty("FullPath").GetString()!))
                .Order(StringComparer.Ordinal),
        ];

    private string Relative(string path) => Path.GetRelativePath(_workspace.Root, path).Replace('\\', '/');

    private static void WaitFor(System.Text.StringBuilder output, string text)
    {
        for (var waited = 0; waited < 1200; waited++)
        {
            lock (output)
            {
                if (output.ToString().Contains(text, StringComparison.Ordinal))
                    return;
            }

            Thread.Sleep(100);
        }

        Assert.Fail($"'{text}' did not come within two minutes:\n{output}");
    }
}
