namespace Pruning.Integration.Tests;

/// <summary>
/// What a repository says to all of its projects, and what lies beside a model project, does no harm to it.
/// </summary>
public sealed class SharedSettingsTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_framework_for_all_projects_is_the_apps_and_not_the_models()
    {
        WriteProjects();
        AddToAll("<TargetFramework>net10.0</TargetFramework>");

        for (var again = 0; again < 2; again++)
            _workspace.Build("build", "App", "-warnaserror").Succeeded();

        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
    }

    [Theory]
    [InlineData(
        "Directory.Build.props",
        """<ItemGroup><PackageReference Include="Pruning.Tasks" Version="VERSION" PrivateAssets="all" /></ItemGroup>""",
        ""
    )]
    [InlineData(
        "Directory.Packages.props",
        """<PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><GlobalPackageReference Include="Pruning.Tasks" Version="VERSION" /></ItemGroup>""",
        """<ProjectReference Include="../Detector/Detector.pruneproj" />"""
    )]
    public void A_reference_to_our_package_in_every_project_is_harmless(
        string file,
        string everywhere,
        string reference
    )
    {
        WriteProjects(reference);
        everywhere = everywhere.Replace("VERSION", _workspace.PackageVersion, StringComparison.Ordinal);
        if (_workspace.Exists(file))
            _workspace.Write(
                file,
                _workspace.Read(file).Replace("</Project>", everywhere + "</Project>", StringComparison.Ordinal)
            );
        else
            _workspace.Write(file, $"<Project>{everywhere}</Project>");
        _workspace.Write(
            "Library/Library.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup></Project>"""
        );
        _workspace.Write(
            "App/App.csproj",
            _workspace
                .Read("App/App.csproj")
                .Replace(
                    $"""<PackageReference Include="Pruning.Tasks" Version="{_workspace.PackageVersion}" PrivateAssets="all" />""",
                    """<ProjectReference Include="../Library/Library.csproj" />""",
                    StringComparison.Ordinal
                )
        );

        for (var again = 0; again < 2; again++)
            _workspace.Build("build", "App", "-warnaserror").Succeeded();
        _workspace.Build("build", "Detector", "-warnaserror").Succeeded();
        _workspace.Build("build", "Library", "-warnaserror").Succeeded();

        Assert.Equal(["train", "gate"], _workspace.TakeEngineCalls());
        Assert.Equal("onnx of weights", _workspace.Run(_workspace.PathOf("App/bin/Debug/net10.0/App.dll")).Trim());
    }

    /// <summary>
    /// MSBuild takes the wildcard for a file pattern and drops the item; the request has it all the same, and a change
    /// there counts.
    /// </summary>
    [Theory]
    [InlineData("Directory.Build.props", "")]
    [InlineData("Detector/gates.props", """<Import Project="gates.props" />""")]
    [InlineData(
        "shared/gates.props",
        """<PropertyGroup><Shared>$(MSBuildThisFileDirectory)../shared/</Shared></PropertyGroup><Import Project="$(Shared)gates.props" />"""
    )]
    public void A_gate_with_a_wildcard_in_an_imported_file_is_not_lost(string file, string import)
    {
        WriteProjects();
        _workspace.Write(
            "Detector/Detector.pruneproj",
            _workspace
                .Read("Detector/Detector.pruneproj")
                .Replace("</Project>", import + "</Project>", StringComparison.Ordinal)
        );
        WriteGate("0.5");

        _workspace.Build("build", "Detector").Succeeded();
        Assert.Equal("AP50/* 0.5; mAP50 0.5", string.Join("; ", Gates().Split("; ").Order(StringComparer.Ordinal)));
        Assert.Contains(
            $"""<Source Path="{_workspace.PathOf(file)}" />""",
            _workspace.Read("Detector/obj/Debug/pruning/request.xml"),
            StringComparison.Ordinal
        );
        _workspace.TakeEngineCalls();
        _workspace.Build("build", "Detector").Succeeded();
        Assert.Empty(_workspace.TakeEngineCalls());

        WriteGate("0.6");
        _workspace.Build("build", "Detector").Succeeded();
        Assert.NotEmpty(_workspace.TakeEngineCalls());

        void WriteGate(string minimum)
        {
            var before = _workspace.Exists(file)
                ? System.Text.RegularExpressions.Regex.Replace(_workspace.Read(file), "<ItemGroup>.*</ItemGroup>", "")
                : "<Project></Project>";
            _workspace.Write(
                file,
                before.Replace(
                    "</Project>",
                    $"""<ItemGroup><Gate Include="AP50/*" Minimum="{minimum}" /></ItemGroup></Project>""",
                    StringComparison.Ordinal
                )
            );
        }
    }

    /// <summary>As if the star were no wildcard: what MSBuild does with other items it does with these.</summary>
    [Fact]
    public void A_gate_with_a_wildcard_is_one_like_others()
    {
        (string Gates, string Meant)[] cases =
        [
            (
                """<Gate Include="AP50/*" Minimum="0.5" /><Gate Update="AP50/*" Severity="warning" />""",
                "mAP50 0.5; AP50/* 0.5 warning"
            ),
            (
                """<Gate Include="AP50/*;AP50/RBC" Minimum="0.5" /><Gate Update="AP50/*" Severity="warning" />""",
                "mAP50 0.5; AP50/* 0.5 warning; AP50/RBC 0.5 warning"
            ),
            ("""<Gate Include="AP50/*;AP50/RBC" Minimum="0.5" /><Gate Remove="AP50/*" />""", "mAP50 0.5"),
            ("""<Gate Include="$(All)" Minimum="0.5" Condition="'$(All)' != ''" />""", "mAP50 0.5; AP50/* 0.5"),
            ("""<Gate Include="$(All)" Minimum="0.5" Condition="'$(All)' == ''" />""", "mAP50 0.5"),
            ("""<Gate Include="AP50/%2A" Minimum="0.5" />""", "mAP50 0.5; AP50/* 0.5"),
            // There is a file of that name, which is no gate.
            ("""<Gate Include="base.*" Minimum="0.5" />""", "mAP50 0.5; base.* 0.5"),
        ];
        WriteDeclarations([.. cases.Select(one => $"<ItemGroup>{one.Gates}</ItemGroup>")]);

        _workspace.Build("msbuild", "All.proj").Succeeded();
        Assert.Equal(cases.Select(one => one.Meant), cases.Select((_, number) => Gates($"Model{number}")));

        // Defaults of the items' own count as well, and a target that adds one.
        _workspace.Write(
            "Directory.Build.targets",
            """<Project><ItemDefinitionGroup><Gate><MaximumDrop>0.1</MaximumDrop></Gate></ItemDefinitionGroup><Target Name="More" BeforeTargets="PruningWriteRequest"><ItemGroup><Gate Include="Recall" Minimum="0.1" /></ItemGroup></Target></Project>"""
        );
        _workspace.Build("msbuild", "All.proj").Succeeded();
        Assert.Equal(
            cases.Select(one => one.Meant.Replace(" 0.5", " 0.1 0.5", StringComparison.Ordinal) + "; Recall 0.1 0.1"),
            cases.Select((_, number) => Gates($"Model{number}"))
        );
    }

    [Fact]
    public void What_cannot_be_done_to_a_wildcard_is_refused_at_its_place()
    {
        (string Declarations, string Reason)[] cases =
        [
            (
                """<ItemGroup><Gate Include="AP50/*" Exclude="AP50/RBC" Minimum="0.5" /></ItemGroup>""",
                "Gate 'AP50/*' has a wildcard, and excludes 'AP50/RBC'"
            ),
            (
                """<Target Name="More" BeforeTargets="PruningWriteRequest"><ItemGroup><Gate Include="AP50/*" Minimum="0.5" /></ItemGroup></Target>""",
                "Write 'AP50/%2A' instead"
            ),
            (
                """<ItemGroup><Gate Include="AP50/*" Minimum="0.5" /></ItemGroup><Target Name="More" BeforeTargets="PruningWriteRequest"><ItemGroup><Gate Condition="'%(Identity)' != 'mAP50'"><Severity>warning</Severity></Gate></ItemGroup></Target>""",
                "with %2A for *"
            ),
        ];
        WriteDeclarations([.. cases.Select(one => one.Declarations)]);

        var build = _workspace.Build("msbuild", "All.proj").Failed();

        for (var number = 0; number < cases.Length; number++)
        {
            var line =
                _workspace
                    .Read($"Model{number}/Model{number}.pruneproj")
                    .Split('\n')
                    .ToList()
                    .FindIndex(text => text.Contains("AP50/*", StringComparison.Ordinal)) + 1;
            Assert.Matches(
                $@"Model{number}\.pruneproj\({line},\d+\): error PRUNE0106: .*{System.Text.RegularExpressions.Regex.Escape(cases[number].Reason)}",
                build.Output
            );
        }
    }

    [Theory]
    [InlineData("Microsoft.NET.Sdk;Pruning.Tasks")]
    [InlineData("Pruning.Tasks; Microsoft.NET.Sdk")]
    public void Our_SDK_beside_another_is_refused_with_what_to_write(string sdks)
    {
        _workspace.WriteDetector();
        _workspace.Write(
            "Detector/Detector.pruneproj",
            _workspace
                .Read("Detector/Detector.pruneproj")
                .Replace("Sdk=\"Pruning.Tasks\"", $"Sdk=\"{sdks}\"", StringComparison.Ordinal)
        );

        _workspace
            .Build("build", "Detector")
            .Failed()
            .Says("error PRUNE0207: ")
            .Says("<Project Sdk=\"Pruning.Tasks\">")
            .DoesNotSay("NETSDK1013");
    }

    [Fact]
    public void Two_models_in_a_folder_are_two_models()
    {
        foreach (var name in new[] { "Small", "Large" })
        {
            _workspace.WriteDetector(name);
            _workspace.Write(
                $"Models/{name}.pruneproj",
                _workspace.Read($"{name}/{name}.pruneproj").Replace("base.pt", $"{name}.pt", StringComparison.Ordinal)
            );
            _workspace.Write($"Models/{name}.pt", name);
        }

        _workspace.WriteApp(
            "System.Console.WriteLine(System.Text.Encoding.UTF8.GetString(Ward.App.PrunedModels.Small.ReadAllBytes()) "
                + "+ System.Text.Encoding.UTF8.GetString(Ward.App.PrunedModels.Large.ReadAllBytes()));",
            """<PruneProject Include="../Models/Small.pruneproj" /><PruneProject Include="../Models/Large.pruneproj" />"""
        );

        _workspace.Build("build", "App", "-m:4").Succeeded();
        _workspace.TakeEngineCalls("Models");
        Assert.Equal(
            "onnx of Smallonnx of Large",
            _workspace.Run(_workspace.PathOf("App/bin/Debug/net10.0/App.dll")).Trim()
        );
        _workspace.Build("build", "App", "-m:4").Succeeded();
        Assert.Empty(_workspace.TakeEngineCalls("Models"));

        _workspace.Write("Models/Large.pt", "Larger");
        _workspace.Build("build", "App", "-m:4").Succeeded();
        Assert.Equal(
            "onnx of Smallonnx of Larger",
            _workspace.Run(_workspace.PathOf("App/bin/Debug/net10.0/App.dll")).Trim()
        );
        _workspace.Build("clean", "Models/Small.pruneproj").Succeeded();
        Assert.False(_workspace.Exists("Models/bin/Debug/Small.onnx"));
        Assert.True(_workspace.Exists("Models/bin/Debug/Large.onnx"));
    }

    [Fact]
    public void A_tool_carries_its_model_once()
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.WriteApp(
            "System.Console.WriteLine(1);",
            """<PruneProject Include="../Detector/Detector.pruneproj" EmbedAs="Content" />""",
            "<PackAsTool>true</PackAsTool><ToolCommandName>app-tool</ToolCommandName>"
        );

        _workspace.Build("pack", "App", "-o", _workspace.PathOf("out"), "-warnaserror").Succeeded().DoesNotSay("NU5");

        using var archive = System.IO.Compression.ZipFile.OpenRead(
            Assert.Single(Directory.EnumerateFiles(_workspace.PathOf("out"), "*.nupkg"))
        );
        Assert.StartsWith(
            "tools/",
            Assert.Single(archive.Entries, entry => entry.Name == "Detector.onnx").FullName,
            StringComparison.Ordinal
        );
    }

    private void WriteProjects(string reference = "")
    {
        _workspace.WriteDetector();
        _workspace.HurryEngine();
        _workspace.WriteApp(
            "System.Console.WriteLine(System.Text.Encoding.UTF8.GetString(Ward.App.PrunedModels.Detector.ReadAllBytes()));",
            reference.Length > 0 ? reference : """<PruneProject Include="../Detector/Detector.pruneproj" />"""
        );
    }

    // One model project each, and one to ask all of them for their requests.
    private void WriteDeclarations(string[] declarations)
    {
        for (var number = 0; number < declarations.Length; number++)
        {
            var file = $"Model{number}/Model{number}.pruneproj";
            _workspace.WriteDetector($"Model{number}");
            _workspace.Write(
                file,
                _workspace
                    .Read(file)
                    .Replace(
                        "</Project>",
                        $"<PropertyGroup><All>AP50/*</All></PropertyGroup>{declarations[number]}\n</Project>",
                        StringComparison.Ordinal
                    )
            );
        }

        _workspace.Write(
            "All.proj",
            """<Project><ItemGroup><Model Include="Model*/*.pruneproj" /></ItemGroup><Target Name="Build"><MSBuild Projects="@(Model)" Targets="PruningWriteRequest" ContinueOnError="ErrorAndContinue" /></Target></Project>"""
        );
    }

    // Of the request: each gate's name and values, by the metadata's names.
    private string Gates(string model = "Detector") =>
        string.Join(
            "; ",
            System
                .Xml.Linq.XDocument.Parse(_workspace.Read($"{model}/obj/Debug/pruning/request.xml"))
                .Descendants("Item")
                .Where(item => item.Attribute("Type")!.Value == "Gate")
                .Select(item =>
                    string.Join(
                        ' ',
                        item.Elements("Metadata")
                            .Select(metadata => metadata.Attribute("Value")!.Value)
                            .Prepend(item.Attribute("Include")!.Value)
                    )
                )
        );

    private void AddToAll(string property) =>
        _workspace.Write(
            "Directory.Build.props",
            _workspace
                .Read("Directory.Build.props")
                .Replace("</PropertyGroup>", property + "</PropertyGroup>", StringComparison.Ordinal)
        );
}
