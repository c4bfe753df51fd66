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
