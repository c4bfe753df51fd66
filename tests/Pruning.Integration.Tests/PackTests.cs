using System.IO.Compression;

namespace Pruning.Integration.Tests;

/// <summary>A library brings its models to apps that know neither our package nor the model projects.</summary>
public sealed class PackTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void An_app_that_uses_a_packed_library_gets_its_models_also_by_way_of_another_project()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        WriteLibrary(
            "Cells",
            "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>",
            "PrunedModels.Detector",
            """EmbedAs="Content" LogicalName="models/cells.onnx" """
        );
        WriteLibrary(
            "Files",
            "<TargetFramework>net10.0</TargetFramework>",
            "PrunedModels.Detector",
            """EmbedAs="Content" """
        );
        WriteLibrary("Resources", "<TargetFramework>net10.0</TargetFramework>", "PrunedModels.Detector", "");

        foreach (var library in new[] { "Cells", "Files", "Resources" })
            _workspace.Build("pack", library).Succeeded().DoesNotSay("NU5");
        _workspace.TakeEngineCalls();
        Assert.Equal(
            [
                "buildTransitive/net10.0/Cells.targets",
                "buildTransitive/net10.0/Detector.onnx",
                "buildTransitive/netstandard2.0/Cells.targets",
                "buildTransitive/netstandard2.0/Detector.onnx",
            ],
            NotOfEveryPackage("Cells")
        );
        // As content of its own it would lie in the package once more, where apps do not look for it.
        Assert.Equal(
            ["buildTransitive/net10.0/Detector.onnx", "buildTransitive/net10.0/Files.targets"],
            NotOfEveryPackage("Files")
        );
        Assert.Empty(NotOfEveryPackage("Resources"));

        WriteConsumer();
        _workspace
            .Build(
                "publish",
                "Consumer/App",
                "-r",
                Dotnet.RuntimeIdentifier,
                "--self-contained",
                "false",
                "-p:PublishSingleFile=true",
                "-p:EnableSingleFileAnalyzer=false",
                "-o",
                _workspace.PathOf("out")
            )
            .Succeeded();

        Assert.True(_workspace.Exists("out/models/cells.onnx"));
        Assert.False(_workspace.Exists("out/App.dll"));
        Assert.Equal(
            "onnx of weights|onnx of weights|onnx of weights",
            Dotnet.RunProgram(_workspace.PathOf("out/App"), _workspace.Root).Output.Trim()
        );
        Assert.Empty(_workspace.TakeEngineCalls());
    }

    [Fact]
    public void What_is_told_to_build_nothing_builds_no_model()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        WriteLibrary(
            "Cells",
            "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>",
            "PrunedModels.Detector",
            """EmbedAs="Content" """
        );
        _workspace.Build("build", "Cells", "-c", "Release").Succeeded();
        _workspace.TakeEngineCalls();
        _workspace.Write("Detector/base.pt", "better weights");

        _workspace.Build("pack", "Cells", "--no-build").Succeeded();

        Assert.Empty(_workspace.TakeEngineCalls());
        Assert.Equal(4, NotOfEveryPackage("Cells").Length);
    }

    private void WriteLibrary(string name, string frameworks, string model, string embed)
    {
        _workspace.Write(
            $"{name}/{name}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
                <PackageOutputPath>../libraries</PackageOutputPath>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pruning.Tasks" Version="{_workspace.PackageVersion}" PrivateAssets="all" />
                <PruneProject Include="../Detector/Detector.pruneproj" {embed} />
              </ItemGroup>
            </Project>
            """
        );
        _workspace.Write(
            $"{name}/Model.cs",
            $$"""
            namespace {{name}}
            {
                public static class Model
                {
                    public static string Text => System.Text.Encoding.UTF8.GetString({{model}}.ReadAllBytes());
                }
            }
            """
        );
    }

    // An app, which references a project, which references the packages; all that NuGet finds are these.
    private void WriteConsumer()
    {
        _workspace.Write(
            "Consumer/NuGet.config",
            """
            <configuration>
              <packageSources>
                <clear />
                <add key="libraries" value="../libraries" />
              </packageSources>
            </configuration>
            """
        );
        _workspace.Write(
            "Consumer/Directory.Build.props",
            """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestorePackagesPath>$(MSBuildThisFileDirectory)packages</RestorePackagesPath>
              </PropertyGroup>
            </Project>
            """
        );
        _workspace.Write(
            "Consumer/Middle/Middle.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Cells" Version="1.0.0" />
                <PackageReference Include="Files" Version="1.0.0" />
                <PackageReference Include="Resources" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """
        );
        _workspace.Write(
            "Consumer/Middle/All.cs",
            """public static class All { public static string Text => $"{Cells.Model.Text}|{Files.Model.Text}|{Resources.Model.Text}"; }"""
        );
        _workspace.Write(
            "Consumer/App/App.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../Middle/Middle.csproj" />
              </ItemGroup>
            </Project>
            """
        );
        _workspace.Write("Consumer/App/Program.cs", "System.Console.WriteLine(All.Text);");
    }

    private string[] NotOfEveryPackage(string library)
    {
        using var package = ZipFile.OpenRead(_workspace.PathOf($"libraries/{library}.1.0.0.nupkg"));
        return
        [
            .. package
                .Entries.Select(entry => entry.FullName)
                .Where(name =>
                    !name.StartsWith("lib/", StringComparison.Ordinal)
                    && !name.StartsWith("_rels/", StringComparison.Ordinal)
                    && !name.StartsWith("package/", StringComparison.Ordinal)
                    && name.Contains('/', StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
    }
}
