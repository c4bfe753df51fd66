using Pruning.Diagnostics;

namespace Pruning.Pipeline;

public class ProjectRequestTests
{
    [Fact]
    public void Values_come_from_the_request_and_places_from_the_project()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(
            folder,
            ProjectFiles.With("<Seed>7</Seed>", """<Gate Include="mAP50" Minimum="0.5" />""")
        );

        Assert.Equal("7", request.Find("seed")!.Value);
        Assert.Equal(6, request.Find("Seed")!.Location.Line);
        var gate = Assert.Single(request.ItemsOf("gate"));
        Assert.Equal("0.5", gate.Find("minimum"));
        Assert.Equal((7, 15), (gate.Location.Line, gate.Location.Column));
        Assert.Equal(folder.PathOf("data/data.yaml"), request.Resolve("data\\data.yaml"));
    }

    [Fact]
    public void The_last_of_two_elements_sets_a_property()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(folder, ProjectFiles.With("<Seed>7</Seed>\n<Seed>8</Seed>"));

        Assert.Equal("8", request.Find("Seed")!.Value);
        Assert.Equal(7, request.Find("Seed")!.Location.Line);
    }

    [Fact]
    public void A_blank_property_counts_as_not_set()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(ProjectFiles.Request(folder, ProjectFiles.With("<Seed> </Seed>")).Find("Seed"));
    }

    [Theory]
    [InlineData("""<LayerSparsity Include="model.2.*" Ratio="0.3" />""", "LayerSparsity", "model.2.*")]
    [InlineData("""<Gate Include="AP50/RB?" Minimum="0.5" />""", "Gate", "AP50/RB?")]
    [InlineData("""<KeepLayer Include="model.0;model.2?" />""", "KeepLayer", "model.2?")]
    public void An_item_is_found_by_one_of_its_names(string item, string type, string include)
    {
        using var folder = new TemporaryFolder();
        var path = ProjectFiles.Write(folder, ProjectFiles.With("", item));
        File.WriteAllText(
            path,
            File.ReadAllText(path).Replace("model.0;model.2?", "model.2?", StringComparison.Ordinal)
        );

        Assert.Equal(7, Assert.Single(ProjectRequest.Read(path).ItemsOf(type)).Location.Line);
        Assert.Equal(include, Assert.Single(ProjectRequest.Read(path).ItemsOf(type)).Include);
    }

    [Fact]
    public void An_item_of_an_imported_file_names_its_own_line()
    {
        using var folder = new TemporaryFolder();
        var shared = folder.Write(
            "Directory.Build.props",
            "<Project>\n<ItemGroup>\n<Gate Include=\"AP/%2A\" Minimum=\"0.3\" />\n</ItemGroup>\n</Project>"
        );
        var path = ProjectFiles.Write(folder, ProjectFiles.With());
        File.WriteAllText(
            path,
            File.ReadAllText(path)
                .Replace(
                    "</PruningRequest>",
                    $"<Item Type=\"Gate\" Include=\"AP/*\" /><Source Path=\"{shared}\" /></PruningRequest>",
                    StringComparison.Ordinal
                )
        );

        var gate = Assert.Single(ProjectRequest.Read(path).ItemsOf("Gate"));
        Assert.Equal((shared, 3), (gate.Location.File, gate.Location.Line));
    }

    [Theory]
    [InlineData("""<Gate Include="mAP50" Minimum="0.6" /><Gate Update="mAP50" Minimum="0.6" />""", null)]
    [InlineData("""<Gate Include="mAP50" Minimum="0.6" /><Gate Update="mAP*" Minimum="0.6" />""", null)]
    [InlineData("""<Gate Include="AP50/*" Minimum="0.6" /><Gate Update="AP50/*" Minimum="0.6" />""", null)]
    [InlineData(
        """<Gate Include="mAP50" Minimum="0.5" /><Gate Update="Recall" Minimum="0.6" Condition="'$(Strict)' == 'true'" />""",
        null
    )]
    [InlineData(
        """<Gate Include="mAP50" Minimum="0.5" /><Gate Update="Recall" Minimum="0.6" />""",
        "No Gate of this project is 'Recall'"
    )]
    [InlineData(
        """<Gate Include="AP50/*" Minimum="0.5" /><Gate Update="AP50/RBC" Minimum="0.6" />""",
        "there are 'AP50/*'"
    )]
    [InlineData(
        """<Gate Include="mAP50" Minimum="0.5" /><Gate Update="mAP50" Minimum="0.6" />""",
        "No Gate 'mAP50' has Minimum=\"0.6\" in the end"
    )]
    public void An_update_that_changed_nothing_is_told(string items, string? told)
    {
        using var folder = new TemporaryFolder();
        var diagnostics = new DiagnosticList();
        _ = Options.ProjectOptions.Read(ProjectFiles.Request(folder, ProjectFiles.With("", items)), diagnostics);

        var warnings = diagnostics.Items.Where(one => one.Code == Codes.LostUpdate).ToList();
        if (told is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(told, Assert.Single(warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<PruningRequest")]
    [InlineData("<Other Version='1' />")]
    [InlineData("<PruningRequest Version='2' Project='/p' Name='n' OutputDirectory='/o' />")]
    [InlineData("<PruningRequest Version='1' Name='n' OutputDirectory='/o' />")]
    [InlineData("<PruningRequest Version='1' Project='relative.pruneproj' Name='n' OutputDirectory='/o' />")]
    [InlineData(
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><PruningRequest Version='1' Project='&a;' "
            + "Name='n' OutputDirectory='/o' />"
    )]
    public void A_malformed_request_is_refused_with_a_code(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("request.xml", text);

        var refusal = Assert.Throws<PruneException>(() => ProjectRequest.Read(path));

        Assert.Equal(Codes.UnreadableRequest, refusal.Code);
        Assert.Equal(path, refusal.Diagnostic.Location!.Value.File);
    }

    [Fact]
    public void A_name_that_leads_out_of_the_output_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = ProjectFiles.Write(folder, ProjectFiles.With());
        File.WriteAllText(
            path,
            File.ReadAllText(path).Replace("Name=\"Detector\"", "Name=\"../x\"", StringComparison.Ordinal)
        );

        Assert.Equal(Codes.UnreadableRequest, Assert.Throws<PruneException>(() => ProjectRequest.Read(path)).Code);
    }

    [Fact]
    public void A_missing_project_is_refused_with_a_code()
    {
        using var folder = new TemporaryFolder();
        var path = ProjectFiles.Write(folder, ProjectFiles.With());
        File.Delete(folder.PathOf("Detector.pruneproj"));

        Assert.Equal(Codes.UnreadableProject, Assert.Throws<PruneException>(() => ProjectRequest.Read(path)).Code);
    }
}
