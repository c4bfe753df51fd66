using Pruning.Pipeline;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>
/// Workflows before their hosts' own rules: GitHub's parser with its schema and expressions, and GitLab's schema. Azure
/// publishes its schema in no package.
/// </summary>
public sealed class WorkflowSchemaTests : IDisposable
{
    private const string Project = "My Models/it's: a \"test\" #1 [x] {y} 細胞.pruneproj";

    private readonly TemporaryFolder _folder = new();

    public WorkflowSchemaTests()
    {
        Directory.CreateDirectory(_folder.PathOf(".git"));
        _folder.Write(Project, "<Project />");
    }

    public void Dispose() => _folder.Dispose();

    [WorkflowParserTheory]
    [InlineData("", "", "")]
    [InlineData("permissions: { contents: read }", "permissions: { content: read }", "Unexpected value 'content'")]
    [InlineData("steps.compare.outputs", "stps.compare.outputs", "Unrecognized named-value: 'stps'")]
    [InlineData("needs: build", "needs: bild", "bild")]
    public async Task GitHubs_parser_has_nothing_against_it(string from, string to, string error)
    {
        var (exitCode, output) = await WorkflowParsers.NodeAsync(
            _folder.Root,
            Path.Combine(SourceTree.Root, "tests", "Pruning.DotnetTool.Tests", "github-workflow.mjs"),
            WorkflowParsers.Folder,
            await Written("github", from, to)
        );

        Assert.True(exitCode == 0, output);
        if (error.Length == 0)
            Assert.Equal("parsed", output.Trim());
        else
            Assert.Contains(error, output, StringComparison.Ordinal);
    }

    [WorkflowParserTheory]
    [InlineData("", "", "json schema validated")]
    [InlineData("allow_failure: true", "allow_failure: perhaps", "allow_failure")]
    public async Task GitLabs_schema_has_nothing_against_it(string from, string to, string said)
    {
        var path = await Written("gitlab", from, to);
        Git("init", "--quiet");
        Git("remote", "add", "origin", "git@gitlab.example.com:group/project.git");
        var (exitCode, output) = await WorkflowParsers.NodeAsync(
            _folder.Root,
            Path.Combine(WorkflowParsers.Folder, "node_modules", "gitlab-ci-local", "src", "index.js"),
            "--list",
            "--file",
            Path.GetFileName(path)
        );

        Assert.Equal(from.Length == 0 ? 0 : 1, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    private void Git(params string[] arguments)
    {
        Directory.CreateDirectory(_folder.Root);
        using var git = System.Diagnostics.Process.Start("git", ["-C", _folder.Root, .. arguments]);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    // With one mistake, where one is asked for: to show that the parser would find it.
    private async Task<string> Written(string host, string from, string to)
    {
        var path = _folder.PathOf($"{host}.yml");
        var run = await ToolRun.OfAsync("new", "--ci", host, "--ci-file", path, "-o", _folder.PathOf(Project));
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        if (from.Length > 0)
            await File.WriteAllTextAsync(path, text.Replace(from, to, StringComparison.Ordinal));
        return path;
    }
}
