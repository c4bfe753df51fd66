using Pruning.Diagnostics;
using Pruning.DotnetTool.Builds;
using Pruning.Pipeline;

namespace Pruning.DotnetTool;

public sealed class ProjectPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_stands_for_the_only_project_in_it()
    {
        var project = _folder.Write("Detector/Detector.pruneproj", "<Project />");
        _folder.Write("Detector/Detector.App/Detector.App.csproj", "<Project />");

        Assert.Equal(project, ProjectPath.Find(_folder.PathOf("Detector")));
        Assert.Equal(project, ProjectPath.Find(project));
        Assert.Equal("nowhere.pruneproj", ProjectPath.Find("nowhere.pruneproj"));
    }

    [Fact]
    public void With_none_or_several_it_is_not_clear_which_is_meant()
    {
        var none = Assert.Throws<PruneException>(() => ProjectPath.Find(_folder.Root));
        Assert.Equal(Codes.UnreadableProject, none.Code);
        Assert.Contains("has no .pruneproj", none.Message, StringComparison.Ordinal);

        _folder.Write("B.pruneproj", "<Project />");
        _folder.Write("A.pruneproj", "<Project />");
        Assert.Contains(
            "several projects: A.pruneproj, B.pruneproj",
            Assert.Throws<PruneException>(() => ProjectPath.Find(_folder.Root)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_SDK_that_no_source_has_is_said_with_how_to_add_one()
    {
        _folder.Write(
            "NuGet.config",
            """<configuration><packageSources><clear /><add key="empty" value="." /></packageSources></configuration>"""
        );
        _folder.Write("Detector.pruneproj", """<Project Sdk="Pruning.Tasks/0.0.0-none" />""");

        var run = await ToolRun.OfAsync("plan", _folder.Root);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE0004: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("'Pruning.Tasks' 0.0.0-none", run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet nuget add source", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_without_a_version_is_told_which()
    {
        Assert.Contains(
            "has no version",
            MSBuildQuestion.NoSdk(_folder.PathOf("D.pruneproj"), "Pruning.Tasks", "").Message,
            StringComparison.Ordinal
        );

        _folder.Write("global.json", """{ "msbuild-sdks": { "Pruning.Tasks": "7.7.7" } }""");
        Assert.Contains(
            "'Pruning.Tasks' 7.7.7",
            MSBuildQuestion.NoSdk(_folder.PathOf("D.pruneproj"), "Pruning.Tasks", "").Message,
            StringComparison.Ordinal
        );
    }
}
