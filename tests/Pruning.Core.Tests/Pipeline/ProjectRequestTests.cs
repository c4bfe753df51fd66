using Pruning.Diagnostics;

namespace Pruning.Pipeline;

public class ProjectRequestTests
{
    [Fact]
    public void Values_come_from_the_request_and_places_from_the_project()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(folder, ProjectFiles.With("<Seed>7</Seed>", """<Gate Include="mAP50" Minimum="0.5" />"""));

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

    [Fact]
    public void A_layer_pattern_that_MSBuild_dropped_is_taken_from_the_project()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(folder, ProjectFiles.With("", """<LayerSparsity Include="model.2.*" Ratio="0.3" />"""));

        var item = Assert.Single(request.ItemsOf("LayerSparsity"));
        Assert.Equal(("model.2.*", "0.3", 7), (item.Include, item.Find("Ratio"), item.Location.Line));
    }

    [Theory]
    [InlineData("""<Gate Include="AP50/*" Minimum="0.5" />""", "Gate", "AP50/*")]
    [InlineData("""<Gate Include="AP50/RB?" Minimum="0.5" />""", "Gate", "AP50/RB?")]
    [InlineData("""<SparsityTarget Include="F*" Reduction="50%" />""", "SparsityTarget", "F*")]
    [InlineData("""<KeepLayer Include="model.0;model.2?" />""", "KeepLayer", "model.2?")]
    public void Whatever_MSBuild_takes_for_a_file_pattern_is_there(string item, string type, string include)
    {
        using var folder = new TemporaryFolder();
        var found = ProjectFiles.Request(folder, ProjectFiles.With("", item)).ItemsOf(type).Single(one => one.Include == include);
        Assert.Equal(7, found.Location.Line);
    }

    [Fact]
    public void Imported_files_count_and_name_their_own_lines()
    {
        using var folder = new TemporaryFolder();
        var shared = folder.Write("Directory.Build.props", "<Project>\n<ItemGroup>\n<Gate Include=\"AP/*\" Minimum=\"0.3\" />\n<Gate Include=\"mAP50\" Minimum=\"0.3\" />\n</ItemGroup>\n</Project>");
        var gates = Imported(shared).ItemsOf("Gate").ToList();
        // The other one MSBuild has taken itself; here, where it has not run, it is not there.
        Assert.Equal(("AP/*", shared, 3), (Assert.Single(gates).Include, gates[0].Location.File, gates[0].Location.Line));

        folder.Write("Directory.Build.props", "<Project>\n<Target Name=\"T\"><ItemGroup>\n<Gate Include=\"AP/*\" Minimum=\"0.3\" /></ItemGroup></Target></Project>");
        var refusal = Assert.Throws<PruneException>(() => Imported(shared));
        Assert.Equal((Codes.InvalidItem, shared, 3), (refusal.Code, refusal.Diagnostic.Location!.Value.File, refusal.Diagnostic.Location!.Value.Line));
        Assert.Contains("Write 'AP/%2A' instead", refusal.Message, StringComparison.Ordinal);

        ProjectRequest Imported(string source)
        {
            var path = ProjectFiles.Write(folder, ProjectFiles.With());
            File.WriteAllText(path, File.ReadAllText(path).Replace("</PruningRequest>", $"<Source Path=\"{source}\" /></PruningRequest>", StringComparison.Ordinal));
            return ProjectRequest.Read(path);
        }
    }

    [Fact]
    public void A_layer_pattern_under_a_condition_is_refused_because_nobody_knows_whether_it_applies()
    {
        using var folder = new TemporaryFolder();
        var project = ProjectFiles.With("", """<KeepLayer Include="model.2.*" Condition="'$(X)' == ''" />""");

        var refusal = Assert.Throws<PruneException>(() => ProjectFiles.Request(folder, project));

        Assert.Equal(Codes.InvalidItem, refusal.Code);
        Assert.Equal(7, refusal.Diagnostic.Location!.Value.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<PruningRequest")]
    [InlineData("<Other Version='1' />")]
    [InlineData("<PruningRequest Version='2' Project='/p' Name='n' OutputDirectory='/o' />")]
    [InlineData("<PruningRequest Version='1' Name='n' OutputDirectory='/o' />")]
    [InlineData("<PruningRequest Version='1' Project='relative.pruneproj' Name='n' OutputDirectory='/o' />")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><PruningRequest Version='1' Project='&a;' Name='n' OutputDirectory='/o' />")]
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
        File.WriteAllText(path, File.ReadAllText(path).Replace("Name=\"Detector\"", "Name=\"../x\"", StringComparison.Ordinal));

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
