namespace Pruning.Integration.Tests;

/// <summary>A model project and two apps that ship its model, in a solution.</summary>
public sealed class SolutionTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("sln")]
    [InlineData("slnx")]
    public void It_takes_the_model_project_which_is_built_once_for_all_apps(string format)
    {
        var solution = Make(format, "App", "Other");

        // In parallel, and with MSBuild's own checks, which find nothing to say.
        var build = _workspace.Build("build", solution, "-check", "-m:2").Succeeded();
        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.Equal(2, build.Runs("Csc"));

        var again = _workspace.Build("build", solution, "-graph", "-m:2").Succeeded();
        Assert.Empty(_workspace.TakeEngineCalls());
        Assert.Equal(0, again.Runs("Csc"));
    }

    /// <summary>
    /// In one process, whose current directory is no project's: a task that is not fit for it would get a process of
    /// its own, or find no file.
    /// </summary>
    [Fact]
    public void Models_and_apps_are_built_by_threads_of_one_process()
    {
        var solution = Make("slnx", "App", "Other");
        _workspace.WriteDetector("Second");
        _workspace.HurryEngine("Second");
        _workspace.Run("sln", solution, "add", "Second/Second.pruneproj");
        // As a user may write it: relative to each project.
        _workspace.Write(
            "Directory.Build.props",
            _workspace
                .Read("Directory.Build.props")
                .Replace(Repository.FakeEngine, "../engine/fake-engine.dll", StringComparison.Ordinal)
        );
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Repository.FakeEngine)!, "fake-engine.*"))
        {
            Directory.CreateDirectory(_workspace.PathOf("engine"));
            File.Copy(file, _workspace.PathOf("engine/" + Path.GetFileName(file)));
        }

        var build = _workspace.Build("build", solution, "-mt", "-m:2").Succeeded();

        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls("Second"));
        Assert.Contains("WritePruningRequest", build.Tasks);
        Assert.Contains("GeneratePrunedModels", build.Tasks);
        Assert.DoesNotContain(build.TaskHosts, remark =>
            remark.Contains("Pruning.Tasks.dll", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Each_configuration_has_its_own_model_and_Clean_and_Rebuild_go_by_it()
    {
        var solution = Make("slnx", "App");
        _workspace.Build("build", solution).Succeeded();
        _workspace.TakeEngineCalls();

        // Publishing is Release; the model project follows.
        _workspace.Build("publish", solution).Succeeded();
        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.True(_workspace.Exists("Detector/bin/Release/Detector.onnx"));
        Assert.True(_workspace.Exists("App/bin/Release/net10.0/publish/App.dll"));
        Assert.Equal(0, _workspace.Build("build", solution).Succeeded().Runs("RunPruningEngine"));

        _workspace.Build("build", solution, "-c", "Release", "-graph", "-t:Rebuild").Succeeded();
        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());

        _workspace.Build("clean", solution, "-c", "Release").Succeeded();
        Assert.False(_workspace.Exists("Detector/bin/Release/Detector.onnx"));
        Assert.False(_workspace.Exists("Detector/obj/Release/pruning/request.xml"));
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.onnx"));
    }

    private string Make(string format, params string[] apps)
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.WriteApp("System.Console.WriteLine(Ward.App.PrunedModels.Detector.Sha256);");
        // Said after the SDK has asked for it, which is an app's own affair, and which MSBuild's checks find at times.
        _workspace.Write(
            "App/App.csproj",
            _workspace.Read("App/App.csproj").Replace("<UseAppHost>false</UseAppHost>", "", StringComparison.Ordinal)
        );
        _workspace.Write(
            "Other/Other.csproj",
            _workspace.Read("App/App.csproj").Replace("PruneProject", "ProjectReference", StringComparison.Ordinal)
        );
        _workspace.Write("Other/Program.cs", _workspace.Read("App/Program.cs"));
        _workspace.Run("new", "sln", "--name", "All", "--format", format);
        _workspace.Run([
            "sln",
            $"All.{format}",
            "add",
            "Detector/Detector.pruneproj",
            .. apps.Select(app => $"{app}/{app}.csproj"),
        ]);
        return $"All.{format}";
    }
}
