using Pruning.Pipeline;
using YamlDotNet.RepresentationModel;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

/// <summary><c>new --ci</c>: what it writes, where, and what it refuses.</summary>
public sealed class WorkflowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("github", ".github/workflows/models-detector-model.yml")]
    [InlineData("azure", "azure-pipelines.yml")]
    [InlineData("gitlab", ".gitlab-ci.yml")]
    public async Task A_workflow_reads_well(string host, string file)
    {
        Repository("models/Detector.pruneproj");
        var run = await New(host, "models/Detector.pruneproj");

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Empty(run.Error);
        Assert.Equal(
            [_folder.PathOf(file), _folder.PathOf("models/.config/dotnet-tools.json")],
            run.Json.GetProperty("files").EnumerateArray().Select(one => one.GetString())
        );
        await Verify(await File.ReadAllTextAsync(_folder.PathOf(file)), "yml").UseParameters(host);
    }

    [Theory]
    [InlineData("Detector.pruneproj", ".", "detector-model")]
    [InlineData("Detector/Detector.pruneproj", "Detector", "detector-model")]
    [InlineData("a/b/Detector.pruneproj", "a/b", "a-b-detector-model")]
    [InlineData("My Models/it's: a \"test\" #1 — ü {x}.pruneproj", "My Models", "my-models-it-s-a-test-1-x-model")]
    [InlineData("細胞.pruneproj", ".", "af7a1147-model")]
    public async Task Paths_are_from_the_repository_whatever_letters_they_have(
        string project,
        string folder,
        string slug
    )
    {
        Repository(project);
        Assert.Equal(ExitCodes.Success, (await New("github", project)).ExitCode);
        var build = (YamlMappingNode)Yaml($".github/workflows/{slug}.yml")["jobs"]["build"];

        Assert.Equal(project, (string?)build["env"]["MODEL"]);
        Assert.Equal(folder, (string?)build["defaults"]["run"]["working-directory"]);
        Assert.Equal(ExitCodes.Success, (await New("azure", project)).ExitCode);
        Assert.Equal(project, (string?)Yaml("azure-pipelines.yml")["variables"]["model"]);
        Assert.Equal(ExitCodes.Success, (await New("gitlab", project)).ExitCode);
        Assert.Equal(project, (string?)Yaml(".gitlab-ci.yml")[slug]["variables"]["MODEL"]);
    }

    [Theory]
    [InlineData("a$(b).pruneproj")]
    [InlineData("${{ secrets }}/a.pruneproj")]
    [InlineData("a`b`.pruneproj")]
    [InlineData("a\nb.pruneproj")]
    public async Task A_path_that_CI_would_take_for_something_else_is_refused(string project)
    {
        Repository(project);
        var run = await New("github", project);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE0151: ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf(".github")));
    }

    [Fact]
    public async Task Nothing_is_replaced_unasked_and_another_place_may_be_named()
    {
        Repository("Detector.pruneproj");
        _folder.Write(".gitlab-ci.yml", "mine");
        var run = await New("gitlab", "Detector.pruneproj");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE0150: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--ci-file", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf(".config/dotnet-tools.json")));

        run = await New("gitlab", "Detector.pruneproj", "--ci-file", _folder.PathOf("ci/model.yml"));
        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.True(File.Exists(_folder.PathOf("ci/model.yml")));
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.PathOf(".gitlab-ci.yml")));

        Assert.Equal(ExitCodes.Success, (await New("gitlab", "Detector.pruneproj", "--force")).ExitCode);
        Assert.NotEqual("mine", await File.ReadAllTextAsync(_folder.PathOf(".gitlab-ci.yml")));
    }

    [Fact]
    public async Task The_repositorys_own_SDK_and_tools_count()
    {
        Repository("models/Detector.pruneproj");
        _folder.Write("global.json", """{ "sdk": { "version": "10.0.104" } }""");
        _folder.Write(".config/dotnet-tools.json", """{ "tools": { "other": {} } }""");

        var run = await New("github", "models/Detector.pruneproj");
        Assert.Contains("does not have dotnet prune", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("models/.config")));
        Assert.Contains(
            "global-json-file: \"global.json\"",
            await File.ReadAllTextAsync(_folder.PathOf(".github/workflows/models-detector-model.yml")),
            StringComparison.Ordinal
        );
        await New("azure", "models/Detector.pruneproj");
        Assert.Contains(
            "useGlobalJson: true, workingDirectory: \"$(Build.SourcesDirectory)\"",
            await File.ReadAllTextAsync(_folder.PathOf("azure-pipelines.yml")),
            StringComparison.Ordinal
        );
        await New("gitlab", "models/Detector.pruneproj");
        Assert.Contains(
            "image: mcr.microsoft.com/dotnet/sdk:10.0.104\n",
            await File.ReadAllTextAsync(_folder.PathOf(".gitlab-ci.yml")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_a_repository_the_projects_folder_counts_and_that_is_said()
    {
        _folder.Write("Detector.pruneproj", "<Project />");
        var run = await New("github", "Detector.pruneproj");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("is in no git repository", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.PathOf(".github/workflows/detector-model.yml")));
    }

    [Fact]
    public async Task A_new_project_gets_its_workflow_at_once()
    {
        Directory.CreateDirectory(_folder.PathOf(".git"));
        var yaml = TinyDataset.In(_folder.PathOf("data"));
        string[] line = ["yolov5n", "--data", yaml, "--imgsz", "64"];
        var run = await New("github", "Cells.pruneproj", line);

        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Equal(
            ["Cells.pruneproj", "cells-model.yml", "dotnet-tools.json"],
            run.Json.GetProperty("files").EnumerateArray().Select(file => Path.GetFileName(file.GetString()))
        );

        // The workflow is there already: so no project is written either.
        run = await New("github", "CELLS.pruneproj", line);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Single(Directory.GetFiles(_folder.Root, "*.pruneproj"));
    }

    [Fact]
    public async Task A_project_has_to_be_there_or_to_be_described()
    {
        var run = await New("github", "None.pruneproj");
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("error PRUNE0002: There is no project", run.Error, StringComparison.Ordinal);

        Repository("a.pruneproj");
        Repository("b.pruneproj");
        run = await New("github", "");
        Assert.Contains("has several projects: a.pruneproj, b.pruneproj", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A model and --data are missing.")]
    [InlineData("--data is missing.", "yolov5n")]
    [InlineData("--data is missing.", "yolov5n", "--ci", "github")]
    [InlineData("The model is missing.", "--data", "x.yaml")]
    [InlineData("--app is about a new project", "--ci", "github", "--app")]
    [InlineData("--imgsz is about a new project", "--ci", "github", "--imgsz", "64")]
    [InlineData("--ci takes azure, github, gitlab, not 'gitlub'. Did you mean 'github'?", "--ci", "gitlub")]
    [InlineData("--ci-file has no meaning without --ci", "yolov5n", "--data", "x.yaml", "--ci-file", "x.yml")]
    public async Task A_line_that_is_wrong_says_so(string message, params string[] line)
    {
        var run = await ToolRun.OfAsync(["new", .. line]);

        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.StartsWith($"dotnet-prune: error: {message}", run.Error, StringComparison.Ordinal);
    }

    private Task<ToolRun> New(string host, string project, params string[] more) =>
        ToolRun.OfAsync(["new", .. more, "--ci", host, "-o", _folder.PathOf(project), "--format", "json"]);

    private void Repository(string project)
    {
        Directory.CreateDirectory(_folder.PathOf(".git"));
        _folder.Write(project, "<Project />");
    }

    private YamlMappingNode Yaml(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(_folder.PathOf(file))));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
