namespace Pruning.Integration.Tests;

/// <summary>An app that ships a model.</summary>
public sealed class AppTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private const string Report = """
        using System.Globalization;
        using Ward.App;

        using var model = new StreamReader(PrunedModels.Detector.OpenRead());
        Console.WriteLine(model.ReadToEnd());
        Console.WriteLine(string.Join('|', PrunedModels.Detector.Labels));
        Console.WriteLine($"{PrunedModels.Detector.ImageSize} {PrunedModels.Detector.ImageWidth}x{PrunedModels.Detector.ImageHeight} {PrunedModels.Detector.Stride}");
        Console.WriteLine(PrunedModels.Detector.Sha256.Length);
        Console.WriteLine(PrunedModels.Detector.Metrics["mAP50"].ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(PrunedModels.Detector.ReadAllBytes().Length);
        """;

    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void With_the_runtime_package_the_accessor_opens_a_detector()
    {
        packages.Pack("Pruning.Runtime");
        _workspace.WriteDetector();
        _workspace.WriteApp(
            """
            using Pruning.Runtime;
            using Ward.App;

            try
            {
                using var detector = PrunedModels.Detector.CreateDetector(new DetectorOptions { Confidence = 0.5f });
            }
            catch (DetectorException refused)
            {
                Console.WriteLine(refused.Code);
            }
            """,
            $"""
            <PruneProject Include="../Detector/Detector.pruneproj" />
            <PackageReference Include="Pruning.Runtime" Version="{packages.Version}" />
            <PackageReference Include="Microsoft.ML.OnnxRuntime" Version="{Repository.PackageVersion(
                "Microsoft.ML.OnnxRuntime"
            )}" />
            """
        );

        _workspace.Build("build", "App").Succeeded();

        // The engine of these tests makes models that are none.
        Assert.Equal("PRUNE7502", Dotnet.Run(_workspace.Root, "App/bin/Debug/net10.0/App.dll").Output.Trim());
    }

    [Fact]
    public void A_signature_travels_with_its_model_and_goes_with_it()
    {
        _workspace.WriteDetector();
        Script("train pending\ngate sign");
        _workspace.WriteApp(
            "System.Console.WriteLine(System.Text.Encoding.UTF8.GetString(Ward.App.PrunedModels.Detector.ReadSignature()));"
        );
        _workspace.Build("build", "App").Succeeded();
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.onnx.cdx.json"));
        Assert.Equal(".sig of onnx of weights", Run());

        // As files, wherever the app goes.
        _workspace.WriteApp(
            "System.Console.WriteLine(System.Text.Encoding.UTF8.GetString(Ward.App.PrunedModels.Detector.ReadSignature()));",
            """<PruneProject Include="../Detector/Detector.pruneproj" EmbedAs="Content" LogicalName="models/cells.onnx" />"""
        );
        _workspace.Build("publish", "App", "-o", _workspace.PathOf("out")).Succeeded();
        Assert.Equal(".sig of onnx of weights", Run());
        Assert.Equal(
            ["cells.onnx", "cells.onnx.cdx.json", "cells.onnx.provenance.json", "cells.onnx.sig"],
            Directory.GetFiles(_workspace.PathOf("out/models")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

        // Nothing to do, nothing done.
        _workspace.TakeEngineCalls();
        _workspace.Build("build", "App").Succeeded();
        Assert.Empty(_workspace.TakeEngineCalls());

        // A model that is no longer signed has no signature anywhere.
        Script("train pending");
        _workspace.WriteDetector(properties: "<Seed>1</Seed>");
        _workspace.WriteApp(
            "System.Console.WriteLine();",
            """<PruneProject Include="../Detector/Detector.pruneproj" EmbedAs="Content" LogicalName="models/cells.onnx" />"""
        );
        _workspace.Build("build", "App").Succeeded();
        Assert.False(_workspace.Exists("Detector/bin/Debug/Detector.onnx.sig"));
        Assert.Equal(
            ["cells.onnx"],
            Directory.GetFiles(_workspace.PathOf("App/bin/Debug/net10.0/models")).Select(Path.GetFileName)
        );

        void Script(string orders) => _workspace.Write("Detector/engine-script.txt", orders);

        string Run() => Dotnet.Run(_workspace.Root, "App/bin/Debug/net10.0/App.dll").Output.Trim();
    }

    [Theory]
    [InlineData("""<PruneProject Include="../Detector/Detector.pruneproj" />""")]
    [InlineData(
        """<ProjectReference Include="../Detector/Detector.pruneproj" EmbedAs="Content" LogicalName="models/cells.onnx" />"""
    )]
    public void An_app_carries_the_model_and_a_typed_accessor(string reference)
    {
        _workspace.WriteDetector();
        _workspace.WriteApp(Report, reference);

        var build = _workspace.Build("build", "App").Succeeded();

        Assert.Equal(6, build.Runs("RunPruningEngine"));
        var run = Dotnet.Run(_workspace.Root, "App/bin/Debug/net10.0/App.dll");
        Assert.Equal(
            """
            onnx of weights
            red "cell"|Zelle µ
            320 320x256 32
            64
            0.875
            15

            """,
            run.Output.TrimEnd() + "\n"
        );

        _workspace.TakeEngineCalls();
        _workspace.Build("publish", "App", "--no-build", "-c", "Debug", "-o", _workspace.PathOf("out")).Succeeded();
        Assert.Equal(
            reference.Contains("models/cells.onnx", StringComparison.Ordinal),
            _workspace.Exists("out/models/cells.onnx")
        );
        Assert.Empty(_workspace.TakeEngineCalls());

        _workspace
            .Build(
                "publish",
                "App",
                "-c",
                "Debug",
                "-r",
                Dotnet.RuntimeIdentifier,
                "--self-contained",
                "false",
                "-p:UseAppHost=true",
                "-p:PublishSingleFile=true",
                "-p:EnableSingleFileAnalyzer=false",
                "-o",
                _workspace.PathOf("single")
            )
            .Succeeded();
        Assert.False(_workspace.Exists("single/App.dll"));
        Assert.Equal(run.Output, Dotnet.RunProgram(_workspace.PathOf("single/App"), _workspace.Root).Output);
        Assert.Empty(_workspace.TakeEngineCalls());
    }

    [Fact]
    public void A_second_build_compiles_nothing_and_a_gate_that_changed_leaves_the_app_alone()
    {
        _workspace.WriteDetector();
        _workspace.WriteApp(Report);
        _workspace.Build("build", "App").Succeeded();

        var again = _workspace.Build("build", "App").Succeeded();
        Assert.Equal(0, again.Runs("RunPruningEngine"));
        Assert.Equal(0, again.Runs("Csc"));
        // benchmarks/ measures it; this only sees to it that nothing slow has crept in, on a busy machine too.
        Assert.InRange(again.TimeOf("Detector.pruneproj"), TimeSpan.Zero, TimeSpan.FromSeconds(5));

        _workspace.Write(
            "Detector/Detector.pruneproj",
            _workspace.Read("Detector/Detector.pruneproj").Replace("0.5", "0.4", StringComparison.Ordinal)
        );
        var gate = _workspace.Build("build", "App").Succeeded();
        Assert.Equal(6, gate.Runs("RunPruningEngine"));
        Assert.Equal(0, gate.Runs("Csc"));

        _workspace.Write("Detector/base.pt", "better weights");
        Assert.Equal(1, _workspace.Build("build", "App").Succeeded().Runs("Csc"));
        Assert.Contains(
            "onnx of better weights",
            Dotnet.Run(_workspace.Root, "App/bin/Debug/net10.0/App.dll").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_failing_gate_fails_the_app_which_is_not_built()
    {
        _workspace.WriteDetector();
        _workspace.WriteApp(Report);
        _workspace.Write(
            "Detector/engine-script.txt",
            $"gate print {_workspace.PathOf("Detector/Detector.pruneproj")}(8,5): error PRUNE8001: too "
                + $"bad.\ngate exit 2"
        );

        var build = _workspace.Build("build", "App").Failed();

        build.Says("Detector.pruneproj(8,5): error PRUNE8001: too bad.");
        Assert.Equal(0, build.Runs("Csc"));
        Assert.False(_workspace.Exists("App/bin/Debug/net10.0/App.dll"));
    }

    [Fact]
    public void Parallel_and_graph_builds_of_two_apps_make_the_model_once()
    {
        _workspace.WriteDetector();
        _workspace.WriteApp(Report, properties: "<TargetFramework /><TargetFrameworks>net10.0</TargetFrameworks>");
        _workspace.Write(
            "Other/Other.csproj",
            _workspace.Read("App/App.csproj").Replace("PruneProject", "ProjectReference", StringComparison.Ordinal)
        );
        _workspace.Write("Other/Program.cs", Report);
        _workspace.Write(
            "All.proj",
            """
            <Project DefaultTargets="Build">
              <ItemGroup>
                <ProjectReference Include="App/App.csproj;Other/Other.csproj" />
              </ItemGroup>
              <ItemGroup>
                <ProjectReferenceTargets Include="Build" Targets="Build" />
              </ItemGroup>
              <Target Name="Restore">
                <MSBuild Projects="@(ProjectReference)" Targets="Restore" />
              </Target>
              <Target Name="Build">
                <MSBuild Projects="@(ProjectReference)" BuildInParallel="true" />
              </Target>
            </Project>
            """
        );

        Assert.Equal(
            6,
            _workspace.Build("msbuild", "All.proj", "-restore", "-m:2").Succeeded().Runs("RunPruningEngine")
        );

        _workspace.Write("Detector/base.pt", "better weights");
        Assert.Equal(6, _workspace.Build("msbuild", "All.proj", "-graph", "-m:2").Succeeded().Runs("RunPruningEngine"));
        Assert.Equal(0, _workspace.Build("msbuild", "All.proj", "-graph", "-m:2").Succeeded().Runs("RunPruningEngine"));
    }

    [Fact]
    public void A_project_without_the_package_only_builds_the_model_first()
    {
        _workspace.WriteDetector();
        _workspace.WriteApp(Report, """<ProjectReference Include="../Detector/Detector.pruneproj" />""");
        _workspace.Write(
            "Tests/Tests.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../App/App.csproj" />
              </ItemGroup>
            </Project>
            """
        );
        _workspace.Write("Tests/Nothing.cs", "namespace Tests; public class Nothing;");

        Assert.Equal(6, _workspace.Build("build", "Tests").Succeeded().Runs("RunPruningEngine"));
    }

    [Fact]
    public void An_editor_sees_the_app_without_starting_the_engine()
    {
        _workspace.WriteDetector();
        _workspace.WriteApp("System.Console.WriteLine();");

        _workspace.Build(
            "build",
            "App",
            "-p:DesignTimeBuild=true",
            "-p:SkipCompilerExecution=true",
            "-p:ProvideCommandLineArgs=true",
            "-p:CopyBuildOutputToOutputDirectory=false"
        );

        Assert.Empty(_workspace.TakeEngineCalls());
    }

    [Fact]
    public void An_unknown_way_to_embed_and_a_name_used_twice_are_errors_with_codes()
    {
        _workspace.WriteDetector();
        _workspace.WriteApp(Report, """<PruneProject Include="../Detector/Detector.pruneproj" EmbedAs="Resorce" />""");
        _workspace.Build("build", "App").Failed().Says("error PRUNE0206: EmbedAs is 'Resorce'");

        _workspace.WriteDetector("Other", "<AssemblyName>Detector</AssemblyName>");
        _workspace.WriteApp(
            Report,
            """<PruneProject Include="../Detector/Detector.pruneproj;../Other/Other.pruneproj" />"""
        );
        _workspace
            .Build("build", "App")
            .Failed()
            .Says("error PRUNE0204: Two models would be one file or resource of this app");
    }
}
