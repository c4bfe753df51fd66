using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pruning.Integration.Tests;

/// <summary>The typed accessor, whatever projects are called and however an app is compiled.</summary>
public sealed class AccessorTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Any_names_compile_without_a_warning_on_old_and_new_frameworks()
    {
        foreach (var name in new[] { "night", "class-v2.1", "Labels" })
        {
            _workspace.WriteDetector(name);
            _workspace.HurryEngine(name);
        }

        // Nothing says a root namespace, so it comes from the project's name.
        _workspace.Write(
            "my-app.2nd/my-app.2nd.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>
                <OutputType Condition="'$(TargetFramework)' == 'net10.0'">Exe</OutputType>
                <Nullable Condition="'$(TargetFramework)' == 'net10.0'">enable</Nullable>
                <LangVersion Condition="'$(TargetFramework)' == 'netstandard2.0'">7.3</LangVersion>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <WarningLevel>9999</WarningLevel>
                <AnalysisMode>All</AnalysisMode>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <UseAppHost>false</UseAppHost>
                <NoWarn>CA1303;CA1707;CS1591</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pruning.Tasks" Version="{_workspace.PackageVersion}" PrivateAssets="all" />
                <PruneProject Include="../*/*.pruneproj" />
              </ItemGroup>
            </Project>
            """
        );
        _workspace.Write(
            "my-app.2nd/Program.cs",
            """
            namespace my_app._2nd
            {
                internal static class Program
                {
                    private static void Main()
                    {
                        System.Console.WriteLine(PrunedModels.night.Sha256.Length + PrunedModels.class_v2_1.ImageSize + PrunedModels._Labels.Labels.Count);
                    }
                }
            }
            """
        );

        _workspace.Build("build", "my-app.2nd").Succeeded();

        Assert.Equal("386", _workspace.Run("my-app.2nd/bin/Debug/net10.0/my-app.2nd.dll").Trim());
        // An old language on a new framework has no word for nullability.
        _workspace
            .Build("build", "my-app.2nd", "-f", "net10.0", "-p:LangVersion=7.3", "-p:Nullable=disable")
            .Succeeded();
    }

    [Fact]
    public void A_renamed_model_project_leaves_neither_accessor_nor_resource_behind()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.WriteApp("System.Console.WriteLine();");
        _workspace.Build("build", "App").Succeeded();
        Assert.Equal(["Detector.onnx"], Resources());

        Directory.Move(_workspace.PathOf("Detector"), _workspace.PathOf("Finder"));
        File.Move(_workspace.PathOf("Finder/Detector.pruneproj"), _workspace.PathOf("Finder/Finder.pruneproj"));
        _workspace.Write(
            "App/App.csproj",
            _workspace.Read("App/App.csproj").Replace("Detector", "Finder", StringComparison.Ordinal)
        );
        _workspace.Build("build", "App").Succeeded();

        Assert.Equal(["Finder.onnx"], Resources());
        Assert.DoesNotContain(
            "Detector",
            _workspace.Read("App/obj/Debug/net10.0/PrunedModels.g.cs"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_file_beside_the_app_is_that_of_the_model_which_the_app_names_now()
    {
        _workspace.WriteDetector("Small");
        _workspace.HurryEngine("Small");
        _workspace.WriteDetector("Large");
        _workspace.HurryEngine("Large");
        _workspace.Write("Large/base.pt", "larger weights");
        _workspace.WriteApp(
            "System.Console.WriteLine();",
            """<PruneProject Include="../$(Variant)/$(Variant).pruneproj" EmbedAs="Content" LogicalName="models/detector.onnx" />"""
        );

        // Large is built last, so Small's file is the older one.
        _workspace.Build("build", "App", "-p:Variant=Small").Succeeded();
        _workspace.Build("build", "App", "-p:Variant=Large").Succeeded();
        Assert.Equal("onnx of larger weights", _workspace.Read("App/bin/Debug/net10.0/models/detector.onnx"));
        _workspace.Build("build", "App", "-p:Variant=Small").Succeeded();
        Assert.Equal("onnx of weights", _workspace.Read("App/bin/Debug/net10.0/models/detector.onnx"));

        _workspace.WriteApp(
            "System.Console.WriteLine();",
            """<PruneProject Include="../Small/Small.pruneproj;../Large/Large.pruneproj" EmbedAs="Content" LogicalName="models/detector.onnx" />"""
        );
        _workspace.Build("build", "App").Failed().Says("App.csproj : error PRUNE0204: Two models would be one file");
    }

    private string[] Resources()
    {
        using var stream = File.OpenRead(_workspace.PathOf("App/bin/Debug/net10.0/App.dll"));
        using var assembly = new PEReader(stream);
        var metadata = assembly.GetMetadataReader();
        return
        [
            .. metadata.ManifestResources.Select(resource =>
                metadata.GetString(metadata.GetManifestResource(resource).Name)
            ),
        ];
    }
}
