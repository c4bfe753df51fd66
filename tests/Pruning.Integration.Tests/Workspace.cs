namespace Pruning.Integration.Tests;

/// <summary>
/// A throw-away folder with projects that use the packed package, and nothing else: no network, no repository around
/// it.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo _folder;
    private int _builds;

    /// <param name="folder">What its folder's name begins with.</param>
    public Workspace(PackedPackages packages, string folder = "pruning-build-")
    {
        _folder = Directory.CreateTempSubdirectory(folder);
        Write(
            "NuGet.config",
            $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{packages.Feed}" />
              </packageSources>
            </configuration>
            """
        );
        Write("global.json", $$"""{ "msbuild-sdks": { "Pruning.Tasks": "{{packages.Version}}" } }""");
        Write(
            "Directory.Build.props",
            $"""
            <Project>
              <PropertyGroup>
                <PruningToolPath>{Repository.FakeEngine}</PruningToolPath>
                <PruningTorchPackage />
              </PropertyGroup>
            </Project>
            """
        );
        PackageVersion = packages.Version;
    }

    public string PackageVersion { get; }

    public string Root => _folder.FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    public bool Exists(string file) => File.Exists(PathOf(file));

    public string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The stages for which an engine was started since the last call, in order.</summary>
    public string[] TakeEngineCalls(string folder = "Detector")
    {
        var diary = PathOf($"{folder}/engine-calls.txt");
        var calls = File.Exists(diary) ? File.ReadAllLines(diary) : [];
        File.Delete(diary);
        return calls;
    }

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>A model project with a base model, a dataset of two images, and one gate.</summary>
    public void WriteDetector(string name = "Detector", string properties = "", string items = "")
    {
        Write($"{name}/base.pt", "weights");
        Write($"{name}/images/1.jpg", "one");
        Write($"{name}/images/2.jpg", "two");
        Write(
            $"{name}/{name}.pruneproj",
            $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup>
                <BaseModel>base.pt</BaseModel>
                <Dataset>data.yaml</Dataset>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <SparsityTarget Include="Flops" Reduction="50%" />
                <Gate Include="mAP50" Minimum="0.5" />
                {items}
              </ItemGroup>
            </Project>
            """
        );
    }

    /// <summary>
    /// The engine of a model project finds nothing left to do after its first stage, so a build starts it twice and not
    /// six times.
    /// </summary>
    public void HurryEngine(string name = "Detector") => Write($"{name}/engine-script.txt", "train pending");

    /// <summary>A console app that references the package and, by <paramref name="reference"/>, a model.</summary>
    public void WriteApp(
        string code,
        string reference = """<PruneProject Include="../Detector/Detector.pruneproj" />""",
        string properties = ""
    )
    {
        Write(
            "App/App.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <RootNamespace>Ward.App</RootNamespace>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <AnalysisMode>Recommended</AnalysisMode>
                <UseAppHost>false</UseAppHost>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pruning.Tasks" Version="{PackageVersion}" PrivateAssets="all" />
                {reference}
              </ItemGroup>
            </Project>
            """
        );
        Write("App/Program.cs", code);
    }

    /// <summary>Runs <c>dotnet</c> with the arguments, and expects it to succeed.</summary>
    /// <returns>What it said.</returns>
    public string Run(params string[] arguments)
    {
        var (exitCode, output) = Dotnet.Run(Root, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>Runs <c>dotnet</c> with the arguments and a binary log.</summary>
    public BuildResult Build(params string[] arguments)
    {
        var log = PathOf($"build{++_builds}.binlog");
        var (exitCode, output) = Dotnet.Run(Root, [.. arguments, $"-bl:{log}", "-nologo", "-tl:off"]);
        return new BuildResult(exitCode, output, log);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
