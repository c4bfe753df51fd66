namespace Pruning.Integration.Tests;

/// <summary>A <c>.pruneproj</c> on its own.</summary>
public sealed class ModelProjectTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private static readonly string[] AllStages = ["train", "sparse-train", "prune", "fine-tune", "export", "gate"];

    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_build_runs_the_stages_and_leaves_the_model_with_its_reports()
    {
        _workspace.WriteDetector();

        var build = _workspace.Build("build", "Detector").Succeeded();

        build.Says($"Detector -> {_workspace.PathOf("Detector/bin/Debug/Detector.onnx")}");
        Assert.Equal(AllStages, _workspace.TakeEngineCalls());
        Assert.Equal(1, build.EngineStarts);
        Assert.Equal("onnx of weights", _workspace.Read("Detector/bin/Debug/Detector.onnx"));
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.report.md"));
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.report.json"));
        // Whoever has only the binary log can see what was asked and what the result was.
        Assert.Contains(
            "<Metadata Name=\"Minimum\" Value=\"0.5\" />",
            build.Embedded("request.xml"),
            StringComparison.Ordinal
        );
        Assert.Contains("a report", build.Embedded("report.md"), StringComparison.Ordinal);
        Assert.NotNull(build.Embedded("report.json"));
    }

    [Fact]
    public void A_second_build_starts_no_engine_deletes_nothing_and_brings_back_a_deleted_copy()
    {
        _workspace.WriteDetector();
        _workspace.Build("build", "Detector").Succeeded();
        _workspace.TakeEngineCalls();
        var before = Files();

        // Twice: files that only the first build recorded would go with the second.
        for (var again = 0; again < 2; again++)
        {
            var build = _workspace.Build("build", "Detector").Succeeded();

            Assert.Equal(0, build.Runs("RunPruningEngine"));
            Assert.Empty(_workspace.TakeEngineCalls());
            Assert.Equal(before, Files());
            File.Delete(_workspace.PathOf("Detector/bin/Debug/Detector.onnx"));
        }
    }

    [Fact]
    public void A_changed_added_or_removed_line_of_the_project_starts_the_engine()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.Build("build", "Detector").Succeeded();

        AssertBuildsAfter(() => Edit("""Minimum="0.5" """, """Minimum="0.6" """));
        AssertBuildsAfter(() => Edit("<Dataset>data.yaml</Dataset>", "<Dataset>data.yaml</Dataset><Seed>7</Seed>"));
        // A pattern over layers, which MSBuild takes for one over files and drops.
        AssertBuildsAfter(() =>
            Edit("""<Gate Include="mAP50" Minimum="0.6" />""", """<KeepLayer Include="model.24.*" />""")
        );
        // The locked baseline beside it is an input as soon as it is there.
        AssertBuildsAfter(() => _workspace.Write("Detector/Detector.pruning.lock.json", "{}"));
        AssertBuildsAfter(() => _workspace.Write("Detector/Detector.pruning.lock.json", "{ }"));
        Assert.Equal(0, _workspace.Build("build", "Detector").Succeeded().Runs("RunPruningEngine"));
    }

    [Fact]
    public void An_image_added_removed_or_replaced_by_an_older_one_starts_the_engine()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.Build("build", "Detector").Succeeded();

        AssertBuildsAfter(() => _workspace.Write("Detector/images/3.jpg", "three"));
        AssertBuildsAfter(() => File.Delete(_workspace.PathOf("Detector/images/1.jpg")));
        AssertBuildsAfter(() =>
            File.SetLastWriteTimeUtc(
                _workspace.PathOf("Detector/images/2.jpg"),
                new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)
            )
        );
        AssertBuildsAfter(() => File.Delete(_workspace.PathOf("Detector/obj/Debug/pruning/Detector.onnx")));
        Assert.Equal(0, _workspace.Build("build", "Detector").Succeeded().Runs("RunPruningEngine"));
    }

    [Fact]
    public void A_clock_that_was_set_hides_no_change_and_makes_none()
    {
        _workspace.WriteDetector();
        _workspace.Build("build", "Detector").Succeeded();
        var (hash, stamp) = (
            _workspace.PathOf("Detector/obj/Debug/pruning/inputs.hash"),
            _workspace.PathOf("Detector/obj/Debug/pruning/up-to-date.stamp")
        );

        File.SetLastWriteTimeUtc(stamp, DateTime.UtcNow.AddDays(1));
        AssertBuildsAfter(() => _workspace.Write("Detector/base.pt", "other weights"));
        File.SetLastWriteTimeUtc(hash, DateTime.UtcNow.AddDays(1));
        for (var again = 0; again < 2; again++)
            Assert.Equal(0, _workspace.Build("build", "Detector").Succeeded().Runs("RunPruningEngine"));
    }

    [Fact]
    public void Skipped_stages_start_no_engine_of_their_own()
    {
        _workspace.WriteDetector(properties: "<SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>");

        _workspace.Build("build", "Detector").Succeeded();

        Assert.Equal(["train", "prune", "export", "gate"], _workspace.TakeEngineCalls());

        // Every call would begin at the beginning: one does it all, and every time.
        for (var again = 0; again < 2; again++)
        {
            _workspace.Build("build", "Detector", "-p:PruningNoCache=true").Succeeded();
            Assert.Equal(["gate"], _workspace.TakeEngineCalls());
        }
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("auto")]
    public void Integers_have_a_target_of_their_own(string quantization)
    {
        _workspace.WriteDetector(
            properties: "<SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>"
                + $"<Quantization>{quantization}</Quantization>"
        );
        _workspace.Build("build", "Detector").Succeeded();
        Assert.Equal(["train", "prune", "export", "quantize", "gate"], _workspace.TakeEngineCalls());
    }

    [Fact]
    public void Only_stages_that_have_work_left_start_the_engine_again()
    {
        _workspace.WriteDetector();
        _workspace.Write("Detector/engine-script.txt", "train pending fine-tune export evaluate");
        _workspace.Build("build", "Detector").Succeeded();
        Assert.Equal(["train", "fine-tune", "export", "gate"], _workspace.TakeEngineCalls());

        _workspace.Write("Detector/engine-script.txt", "train pending");
        _workspace.Write("Detector/base.pt", "better weights");
        _workspace.Build("build", "Detector").Succeeded();
        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.Equal("onnx of better weights", _workspace.Read("Detector/bin/Debug/Detector.onnx"));
    }

    [Fact]
    public void A_failing_gate_is_the_one_error_with_its_place_and_leaves_no_model()
    {
        _workspace.WriteDetector();
        _workspace.Build("build", "Detector").Succeeded();
        var project = _workspace.PathOf("Detector/Detector.pruneproj");
        _workspace.Write(
            "Detector/engine-script.txt",
            $"gate print {project}(8,5): error PRUNE8001: mAP50 is 0.41, and the gate asks for 0.5.\ngate exit 2"
        );
        _workspace.Write("Detector/base.pt", "other weights");
        _workspace.Write("Detector/obj/Debug/pruning/report.sarif", "{}");
        File.Delete(_workspace.PathOf("Detector/bin/Debug/Detector.report.md"));

        var build = _workspace.Build("build", "Detector").Failed();

        // Why it failed stands where the reports of a passing build stand, and nothing of an earlier one.
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.report.md"));
        Assert.False(_workspace.Exists("Detector/bin/Debug/Detector.report.sarif"));

        Assert.NotNull(build.Embedded("request.xml"));
        Assert.Contains("a report", build.Embedded("report.md"), StringComparison.Ordinal);
        build
            .Says($"{project}(8,5): error PRUNE8001: mAP50 is 0.41, and the gate asks for 0.5.")
            .Says("1 Error(s)")
            .DoesNotSay("MSB")
            .DoesNotSay("PRUNE0202");
        Assert.False(_workspace.Exists("Detector/bin/Debug/Detector.onnx"));
        _workspace.Build("build", "Detector").Failed();
    }

    [Fact]
    public void Warnings_have_their_code_and_obey_NoWarn()
    {
        _workspace.WriteDetector();
        // The engine, started again for the next stage, says again what it takes from the store; people are told once.
        _workspace.Write(
            "Detector/engine-script.txt",
            "train print dotnet-prune: warning PRUNE2003: 3 images have no labels.\ngate print dotnet-prune: "
                + "warning PRUNE2003: 3 images have no labels."
        );
        _workspace
            .Build("build", "Detector")
            .Says("Detector.pruneproj : warning PRUNE2003: 3 images have no labels.")
            .Says("1 Warning(s)");

        _workspace.WriteDetector(properties: "<NoWarn>PRUNE2003</NoWarn>");
        _workspace.Build("build", "Detector").Succeeded().DoesNotSay("warning PRUNE2003");

        _workspace.WriteDetector(properties: "<WarningsAsErrors>PRUNE2003</WarningsAsErrors>");
        _workspace.Build("build", "Detector").Failed().Says("error PRUNE2003");

        _workspace.WriteDetector(properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        _workspace.Build("build", "Detector").Failed().Says("error PRUNE2003");
        Assert.False(_workspace.Exists("Detector/bin/Debug/Detector.onnx"));

        _workspace.WriteDetector(
            properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>PRUNE2003</WarningsNotAsErrors>"
        );
        _workspace.Build("build", "Detector").Says("warning PRUNE2003").DoesNotSay("error PRUNE2003");
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.onnx"));
    }

    [Fact]
    public void A_remote_cache_that_is_down_fails_a_build_only_where_its_warning_is_named_as_an_error()
    {
        _workspace.Write(
            "Detector/engine-script.txt",
            "train print dotnet-prune: warning PRUNE9010: The remote cache is not used."
        );
        _workspace.WriteDetector(properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        _workspace.Build("build", "Detector").Says("warning PRUNE9010").DoesNotSay("error PRUNE9010");
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.onnx"));
        _workspace.WriteDetector(properties: "<WarningsAsErrors>PRUNE9010</WarningsAsErrors>");
        _workspace.Build("build", "Detector").Failed().Says("error PRUNE9010");
    }

    [Fact]
    public void Clean_removes_what_builds_made_and_leaves_the_store_and_Rebuild_builds_again()
    {
        _workspace.WriteDetector(properties: "<PruningCacheDir>cache</PruningCacheDir>");
        _workspace.Write("Detector/cache/entry/model.safetensors", "stored");
        _workspace.Build("build", "Detector").Succeeded();
        _workspace.TakeEngineCalls();

        _workspace.Build("clean", "Detector").Succeeded();
        // What restore wrote, and MSBuild's own lists, stay as in every project.
        Assert.DoesNotContain(Files(), file =>
            file.Contains("/bin/", StringComparison.Ordinal) || file.Contains("/pruning/", StringComparison.Ordinal)
        );
        Assert.True(_workspace.Exists("Detector/cache/entry/model.safetensors"));
        Assert.Empty(_workspace.TakeEngineCalls());

        _workspace.Build("build", "Detector", "-t:Rebuild").Succeeded();
        Assert.Equal(AllStages, _workspace.TakeEngineCalls());
        Assert.True(_workspace.Exists("Detector/cache/entry/model.safetensors"));
    }

    [Fact]
    public void Writing_the_request_does_nothing_else_and_writes_the_same_bytes_each_time()
    {
        _workspace.WriteDetector(
            properties: "<PruningCacheDir>../cache</PruningCacheDir>",
            items: """<KeepLayer Include="model.0" /><LayerSparsity Include="model.2" Ratio="0.3" /><UnlabeledImages Include="pool" /><UnlabeledImages Include="*.pt" />"""
        );

        _workspace.Build("msbuild", "Detector/Detector.pruneproj", "-restore", "-t:PruningWriteRequest").Succeeded();

        var request = _workspace.Read("Detector/obj/Debug/pruning/request.xml");
        Assert.Equal(
            $"""
            <PruningRequest Version="1" Project="{_workspace.PathOf(
                "Detector/Detector.pruneproj"
            )}" Name="Detector" OutputDirectory="{_workspace.PathOf(
                "Detector/obj/Debug/pruning/"
            )}" CacheDirectory="{_workspace.PathOf("cache/")}">
              <Property Name="BaseModel" Value="base.pt" />
              <Property Name="Dataset" Value="data.yaml" />
              <Item Type="SparsityTarget" Include="Flops">
                <Metadata Name="Reduction" Value="50%" />
              </Item>
              <Item Type="LayerSparsity" Include="model.2">
                <Metadata Name="Ratio" Value="0.3" />
              </Item>
              <Item Type="KeepLayer" Include="model.0" />
              <Item Type="UnlabeledImages" Include="pool" />
              <Item Type="UnlabeledImages" Include="base.pt" />
              <Item Type="Gate" Include="mAP50">
                <Metadata Name="Minimum" Value="0.5" />
              </Item>
            </PruningRequest>

            """,
            request
        );
        Assert.Empty(_workspace.TakeEngineCalls());
        Assert.False(Directory.Exists(_workspace.PathOf("Detector/bin")));

        var written = File.GetLastWriteTimeUtc(_workspace.PathOf("Detector/obj/Debug/pruning/request.xml"));
        _workspace.Build("build", "Detector").Succeeded();
        Assert.Equal(written, File.GetLastWriteTimeUtc(_workspace.PathOf("Detector/obj/Debug/pruning/request.xml")));
    }

    [Fact]
    public void A_design_time_build_starts_no_engine()
    {
        _workspace.WriteDetector();

        _workspace.Build("build", "Detector", "-p:DesignTimeBuild=true").Succeeded();

        Assert.Empty(_workspace.TakeEngineCalls());
    }

    [Fact]
    public void How_an_app_is_published_and_packed_is_no_matter_of_its_model()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.Write(
            "Detector/Directory.Build.props",
            """
            <Project>
              <Import Project="../Directory.Build.props" />
              <PropertyGroup>
                <TargetFrameworks>net10.0;net9.0</TargetFrameworks>
                <RuntimeIdentifiers>linux-x64;win-x64</RuntimeIdentifiers>
                <IsAotCompatible>true</IsAotCompatible>
                <IsTrimmable>true</IsTrimmable>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <IsPackable>true</IsPackable>
                <GeneratePackageOnBuild>true</GeneratePackageOnBuild>
              </PropertyGroup>
            </Project>
            """
        );

        // As `dotnet publish All.sln -p:…` says it to every project.
        _workspace
            .Build(
                "build",
                "Detector",
                "-p:TargetFramework=net10.0",
                "-p:RuntimeIdentifier=linux-x64",
                "-p:SelfContained=true",
                "-p:PublishAot=true",
                "-p:PublishTrimmed=true",
                "-p:PublishSingleFile=true",
                "-p:PublishReadyToRun=true"
            )
            .Succeeded();
        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.True(_workspace.Exists("Detector/bin/Debug/Detector.onnx"));

        _workspace.Build("build", "Detector", "-p:NoBuild=true", "-p:PruningNoCache=true").Succeeded();
        Assert.Empty(_workspace.TakeEngineCalls());
    }

    private void AssertBuildsAfter(Action change)
    {
        _workspace.TakeEngineCalls();
        change();
        _workspace.Build("build", "Detector").Succeeded();
        Assert.Equal("gate", _workspace.TakeEngineCalls().LastOrDefault());
    }

    private void Edit(string old, string @new)
    {
        var project = _workspace.Read("Detector/Detector.pruneproj");
        Assert.Contains(old, project, StringComparison.Ordinal);
        _workspace.Write("Detector/Detector.pruneproj", project.Replace(old, @new, StringComparison.Ordinal));
    }

    private string[] Files() =>
        [
            .. new[] { "bin", "obj" }
                .Select(folder => _workspace.PathOf("Detector/" + folder))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal),
        ];
}
