using System.Reflection;
using Pruning.Data;
using Pruning.Pipeline;

namespace Pruning.Benchmarks.Inputs;

/// <summary>
/// Projects as users have them, on the package that this repository's build leaves: an app that ships a model, and the
/// same app without one. The model is cut and exported, not trained: what a build costs afterwards does not depend on
/// how it came about.
/// </summary>
/// <param name="App">The project of the app.</param>
/// <param name="Plain">The project of the same app without a model.</param>
/// <param name="EngineTrace">A file that the engine writes whenever it runs.</param>
internal sealed record AppWithModel(string App, string Plain, string EngineTrace)
{
    /// <summary>The folder of the packages that this repository's build leaves.</summary>
    public static string Packages =>
        typeof(AppWithModel)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Packages")
            .Value!;

    /// <param name="root">An empty folder.</param>
    /// <param name="images">Training images of the model's dataset.</param>
    public static AppWithModel Write(string root, int images)
    {
        WriteData(root, images);
        Write(
            Path.Combine(root, "NuGet.config"),
            $"""<configuration><packageSources><add key="built" value="{Packages}" /></packageSources></configuration>"""
        );
        Write(
            Path.Combine(root, "Detector", "Detector.pruneproj"),
            $"""
            <Project Sdk="Pruning.Tasks/{EngineIdentity.Version}">
              <PropertyGroup>
                <BaseModel>../yolov5n.safetensors</BaseModel>
                <Dataset>../data/data.yaml</Dataset>
                <ImageSize>64</ImageSize>
                <SparseEpochs>0</SparseEpochs>
                <FineTuneEpochs>0</FineTuneEpochs>
                <PruningCacheDir>../cache</PruningCacheDir>
              </PropertyGroup>
              <ItemGroup>
                <SparsityTarget Include="Flops" Reduction="10%" />
              </ItemGroup>
            </Project>
            """
        );
        var app = WriteApp(
            root,
            "App",
            $"""
            <PackageReference Include="Pruning.Tasks" Version="{EngineIdentity.Version}" PrivateAssets="all" />
            <PruneProject Include="../Detector/Detector.pruneproj" />
            """
        );
        return new AppWithModel(
            app,
            WriteApp(root, "Plain", ""),
            Path.Combine(root, "Detector", "obj", "Debug", "pruning", "outputs.txt")
        );
    }

    private static void WriteData(string root, int images)
    {
        using var drawing = new WorkFolder();
        var (model, yaml) = DrawnInputs.Make(drawing, (Train: 16, Validation: 16));
        File.Copy(model, Path.Combine(root, Path.GetFileName(model)));
        var data = Directory.CreateDirectory(Path.Combine(root, "data")).FullName;
        ManyImages.Write(data, Dataset.Load(yaml, UnheardDiagnostics.Instance).Split("train"), images, validation: 16);
    }

    private static string WriteApp(string root, string name, string items)
    {
        Write(Path.Combine(root, name, "Program.cs"), "System.Console.WriteLine();");
        var project = Path.Combine(root, name, name + ".csproj");
        Write(
            project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
            </Project>
            """
        );
        return project;
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
