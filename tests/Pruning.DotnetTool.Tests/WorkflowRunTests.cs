using Pruning.Reporting;
using YamlDotNet.RepresentationModel;

namespace Pruning.DotnetTool;

/// <summary>
/// The commands of each workflow, taken from the file and run: they build, compare with the earlier report, and leave one
/// comment.
/// </summary>
public sealed class WorkflowRunTests : IDisposable
{
    private const string Slug = "my-models-it-s-detector-model";
    private const string Project = "my models/it's Detector.pruneproj";

    private readonly WorkflowMachine _machine = new();
    private bool _hasComment;

    public void Dispose() => _machine.Dispose();

    [ShellTheory("jq")]
    [InlineData("github")]
    [InlineData("azure")]
    [InlineData("gitlab")]
    public async Task A_changed_model_is_commented_once_and_that_comment_is_rewritten(string host)
    {
        await RunAsync(host, WorkflowMachine.Earlier);
        Assert.StartsWith(WorkflowMachine.Mark, _machine.Posted(), StringComparison.Ordinal);
        Assert.Contains("The model changes.", _machine.Posted(), StringComparison.Ordinal);
        Assert.Contains("| mAP50 (val) | 0.8712 | 0.8512 | 0.8512 | 0 |", _machine.Posted(), StringComparison.Ordinal);
        Assert.Contains($"POST {Address(host)}\n", _machine.Calls, StringComparison.Ordinal);
        Assert.Contains($"/checkout/{Project} -c Release -o ", _machine.Calls, StringComparison.Ordinal);

        _hasComment = true;
        await RunAsync(host, WorkflowMachine.Earlier);
        Assert.Contains($" {Rewritten(host)}\n", _machine.Calls, StringComparison.Ordinal);
        Assert.Single(_machine.Calls.Split('\n'), call => call.StartsWith("POST ", StringComparison.Ordinal));
    }

    [ShellTheory("jq")]
    [InlineData("github")]
    [InlineData("azure")]
    [InlineData("gitlab")]
    public async Task A_model_that_stays_the_same_gets_no_comment_and_an_earlier_one_is_put_right(string host)
    {
        await RunAsync(host, WorkflowMachine.Later);
        Assert.Null(_machine.Posted());

        _hasComment = true;
        await RunAsync(host, WorkflowMachine.Later);
        Assert.Contains("The model is the same as before.", _machine.Posted(), StringComparison.Ordinal);
        Assert.Contains($" {Rewritten(host)}\n", _machine.Calls, StringComparison.Ordinal);
    }

    [ShellTheory("jq")]
    [InlineData("github")]
    [InlineData("azure")]
    [InlineData("gitlab")]
    public async Task A_failed_gate_and_the_first_report_of_all_are_commented_as_well(string host)
    {
        _machine.Built(WorkflowMachine.Later with { Passed = false }, exitCode: 1);
        await RunAsync(host, earlier: null, buildFails: true);

        Assert.Contains("failed", _machine.Posted(), StringComparison.Ordinal);
        Assert.Contains("There is no earlier report", _machine.Posted(), StringComparison.Ordinal);
    }

    private Task RunAsync(string host, RunReport? earlier, bool buildFails = false)
    {
        _machine.Set("MODEL", Project);
        _machine.Comments(
            _hasComment ? Comments(host, WorkflowMachine.Mark)
            : host == "azure" ? Json(new { value = Array.Empty<int>() })
            : "[]"
        );
        return host switch
        {
            "github" => GitHubAsync(earlier, buildFails),
            "azure" => AzureAsync(earlier, buildFails),
            _ => GitLabAsync(earlier, buildFails),
        };
    }

    private async Task GitHubAsync(RunReport? earlier, bool buildFails)
    {
        var output = _machine.PathOf($"checkout/artifacts/{Slug}");
        _machine.Set("GITHUB_WORKSPACE", _machine.PathOf("checkout"));
        _machine.Set("OUTPUT", output);
        _machine.Set("GITHUB_STEP_SUMMARY", _machine.PathOf("summary.md"));
        _machine.Set("GITHUB_OUTPUT", _machine.PathOf("outputs.txt"));
        if (earlier is not null)
            Write($"checkout/artifacts/{Slug}-before/report.json", earlier);
        var jobs = (await _machine.WriteAsync("github"))["jobs"];
        foreach (
            var step in Steps(jobs["build"]).Where(step => Of(step, "name") != "Keep the report for pull requests")
        )
            await Step("checkout/my models", step, "run", buildFails);
        Assert.Equal("done=true\n", await File.ReadAllTextAsync(_machine.PathOf("outputs.txt")));
        Assert.Contains(
            "# the report",
            await File.ReadAllTextAsync(_machine.PathOf("summary.md")),
            StringComparison.Ordinal
        );
        File.Delete(_machine.PathOf("outputs.txt"));

        _machine.Set("ISSUES", "repos/team/cells/issues");
        _machine.Set("NUMBER", "3");
        foreach (var step in Steps(jobs["comment"]))
            await Step($"checkout/artifacts/{Slug}", step, "run", mayFail: false);
    }

    private async Task AzureAsync(RunReport? earlier, bool buildFails)
    {
        var staging = _machine.PathOf("staging");
        Directory.CreateDirectory(staging);
        _machine.Set("OUTPUT", Path.Combine(staging, Slug));
        _machine.Set("BEFORE", _machine.PathOf("before"));
        _machine.Set("BUILD_SOURCESDIRECTORY", _machine.PathOf("checkout"));
        _machine.Set("BUILD_ARTIFACTSTAGINGDIRECTORY", staging);
        _machine.Set("BUILD_REASON", "PullRequest");
        _machine.Set("BUILD_REPOSITORY_ID", "r");
        _machine.Set("SYSTEM_COLLECTIONURI", "https://azure.example.com/team/");
        _machine.Set("SYSTEM_TEAMPROJECTID", "p");
        _machine.Set("SYSTEM_PULLREQUEST_PULLREQUESTID", "3");
        _machine.Set("TOKEN", "t");
        if (earlier is not null)
            Write("before/some/it's Detector.report.json", earlier);
        var said = "";
        foreach (var step in Steps(await _machine.WriteAsync("azure")))
            said += await Step(
                "checkout/my models",
                step,
                "bash",
                buildFails || Of(step, "continueOnError") is not null
            );
        Assert.Contains($"##vso[task.uploadsummary]{staging}/{Slug}/comparison.md\n", said, StringComparison.Ordinal);
        Assert.Contains(
            $"##vso[task.uploadsummary]{staging}/{Slug}/it's Detector.report.md\n",
            said,
            StringComparison.Ordinal
        );
    }

    private async Task GitLabAsync(RunReport? earlier, bool buildFails)
    {
        var checkout = _machine.PathOf("checkout");
        _machine.Set("FOLDER", "my models");
        _machine.Set("OUTPUT", $"{checkout}/artifacts/{Slug}");
        _machine.Set("CI_PROJECT_DIR", checkout);
        _machine.Set("CI_API_V4_URL", "https://gitlab.example.com/api/v4");
        _machine.Set("CI_PROJECT_ID", "1");
        _machine.Set("CI_MERGE_REQUEST_IID", "3");
        _machine.Set("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main");
        _machine.Set("NOTES", "https://gitlab.example.com/api/v4/projects/1/merge_requests/3/notes");
        File.Delete($"{checkout}/my models/before.json");
        if (earlier is not null)
            Write("earlier.json", earlier);
        var jobs = await _machine.WriteAsync("gitlab");
        await Script("checkout", jobs[Slug]["script"], buildFails);
        await Script("checkout", jobs[Slug]["after_script"], mayFail: false);
        await Script("checkout", jobs[$"{Slug}-comment"]["script"], mayFail: false);
        Assert.Contains(
            $"GET https://gitlab.example.com/api/v4/projects/1/jobs/artifacts/main/raw/artifacts/{Slug}/report.json?job={Slug}\n",
            _machine.Calls,
            StringComparison.Ordinal
        );
    }

    private void Write(string file, RunReport report)
    {
        var path = _machine.PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, report.ToJson());
    }

    private async Task<string> Step(string folder, YamlNode step, string key, bool mayFail)
    {
        if (Of(step, key) is not { } script)
            return "";
        var (exitCode, output) = await _machine.RunAsync(folder, script);
        Assert.True(exitCode == 0 || mayFail, $"{script}\n{output}");
        return output;
    }

    private Task<string> Script(string folder, YamlNode lines, bool mayFail) =>
        Step(
            folder,
            new YamlMappingNode("run", string.Join('\n', ((YamlSequenceNode)lines).Select(line => (string?)line))),
            "run",
            mayFail
        );

    private static YamlSequenceNode Steps(YamlNode job) => (YamlSequenceNode)job["steps"];

    private static string? Of(YamlNode step, string key) =>
        ((YamlMappingNode)step).Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

    private static string Address(string host) =>
        host switch
        {
            "github" => "repos/team/cells/issues/3/comments",
            "azure" =>
                "https://azure.example.com/team/p/_apis/git/repositories/r/pullRequests/3/threads?api-version=7.1",
            _ => "https://gitlab.example.com/api/v4/projects/1/merge_requests/3/notes",
        };

    private static string Rewritten(string host) =>
        host switch
        {
            "github" => $"repos/team/cells/issues/comments/7",
            "azure" =>
                $"https://azure.example.com/team/p/_apis/git/repositories/r/pullRequests/3/threads/7/comments/1?api-version=7.1",
            _ => $"https://gitlab.example.com/api/v4/projects/1/merge_requests/3/notes/7",
        };

    // As the hosts answer: the last one, number 7, is an earlier comparison's.
    private static string Comments(string host, string mark) =>
        host switch
        {
            // A page after the other.
            "github" => Json(
                new[]
                {
                    new
                    {
                        id = 5,
                        body = mark,
                        user = new { type = "User" },
                    },
                }
            )
                + Json(
                    new[] { (6, "other"), (7, $"{mark}\nold") }.Select(comment => new
                    {
                        id = comment.Item1,
                        body = comment.Item2,
                        user = new { type = "Bot" },
                    })
                ),
            "azure" => Json(
                new
                {
                    value = new[] { (4, mark, true), (6, "other", false), (7, $"{mark}\nold", false) }.Select(
                        thread => new
                        {
                            id = thread.Item1,
                            isDeleted = thread.Item3,
                            comments = new[] { new { id = 1, content = thread.Item2 } },
                        }
                    ),
                }
            ),
            _ => Json(new[] { new { id = 6, body = "other" }, new { id = 7, body = $"{mark}\nold" } }),
        };

    private static string Json<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value);
}
