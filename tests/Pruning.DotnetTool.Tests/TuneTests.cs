using System.Collections.Immutable;
using Pruning.DotnetTool.Output;
using Pruning.Pipeline.Tuning;
using Pruning.Reporting.Html;
using Pruning.Reporting.Tuning;
using Pruning.Testing;
using static VerifyXunit.Verifier;

namespace Pruning.DotnetTool;

public sealed class TuneTests : IDisposable
{
    private readonly TinyProject _project = new() { FineTuneEpochs = 2 };

    public TuneTests() => _project.Ask();

    [Fact]
    public async Task A_project_is_tuned_once_and_the_result_is_in_the_folder()
    {
        File.WriteAllText(_project.PathOf("space.yaml"), "lr0: {min: 0.05, max: 0.2, scale: log}\n");
        string[] line =
        [
            "tune",
            _project.Path,
            "--trials",
            "3",
            "--rungs",
            "1",
            "--space",
            _project.PathOf("space.yaml"),
            "-o",
            _project.PathOf("found"),
        ];
        var run = await ToolRun.OfAsync(line);
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        Assert.Matches("about .* for 3 trials \\(3 × 2 epochs\\)", run.Error);
        Assert.Contains(
            "trial 1 of 3 (the project as it stands), rung 1 of 1: mAP50-95 ",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("trial 3 of 3, rung 1 of 1: mAP50-95 ", run.Error, StringComparison.Ordinal);
        Assert.Contains("The project as it stands", run.Out, StringComparison.Ordinal);
        Assert.Equal(
            ["history.html", "hyperparameters.yaml", "tuned.props", "tuning.json"],
            Directory.GetFiles(_project.PathOf("found")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

        var again = await ToolRun.OfAsync([.. line, "--format", "json", "-v", "detailed"]);
        Assert.DoesNotContain("fine-tune: started", again.Error, StringComparison.Ordinal);
        Assert.Equal(_project.PathOf("found"), again.Json.GetProperty("output").GetString());
        Assert.Equal(3, again.Json.GetProperty("tuning").GetProperty("runs").GetArrayLength());
        Assert.Equal(4, again.Json.GetProperty("tuning").GetProperty("outcome").GetProperty("images").GetInt32());
    }

    [Theory]
    [InlineData("--trials", "1")]
    [InlineData("--trials", "2000000000")]
    [InlineData("--eta", "1")]
    [InlineData("--rungs", "0")]
    [InlineData("--seed", "-1")]
    public async Task Numbers_that_make_no_search_are_bad_usage(string option, string value)
    {
        var run = await ToolRun.OfAsync("tune", _project.Path, option, value);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_space_that_makes_no_sense_is_bad_input_at_its_line()
    {
        var space = _project.PathOf("space.yaml");
        File.WriteAllText(space, "\nlr0: {min: 2, max: 1}\n");
        var run = await ToolRun.OfAsync("tune", _project.Path, "--space", space);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains($"{space}(2,1): error PRUNE0115: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.False(Directory.Exists(_project.PathOf("Detector.tuning")));
    }

    [Fact]
    public Task As_text()
    {
        var writer = new StringWriter();
        var folder = new TuningFolder(Path.Combine(Path.GetTempPath(), "Detector.tuning"));
        TuneText.Write(writer, Found(), folder, Path.GetTempPath());
        writer.WriteLine("--- not beaten");
        TuneText.Write(
            writer,
            Found() with
            {
                Outcome = new TuningOutcome(0.41, null, 1, 0.41, null, Values(), 2, 86, null),
            },
            folder,
            Path.GetTempPath()
        );
        return Verify(
            writer.ToString().Replace(Path.GetTempPath(), "", StringComparison.Ordinal).ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public void The_page_escapes_what_a_project_says_and_draws_each_trial_that_was_measured()
    {
        var page = TuningPage.Write(Found() with { Name = "<script>alert(1)</script>" });
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(4, page.Split("</title></circle>").Length - 1);
        Assert.Contains("best of whole trainings so far", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http",
            page.Replace("http-equiv", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _project.Dispose();

    private static TuningReport Found() =>
        new(
            TuningReport.CurrentVersion,
            "Detector",
            0,
            3,
            3,
            "val",
            [
                new("lr0", "0.01", 0.002, 0.05, "log", null),
                new("SparsityPenalty", "auto", null, null, null, ImmutableArray.Create("auto", "0.001")),
            ],
            [new(0.333333, 7), new(1, 20)],
            [
                new(1, 1, Values(), 0.3, null, 7, 70.1),
                new(2, 1, Values(("lr0", "0.004"), ("SparsityPenalty", "auto")), 0.35, null, 7, 70),
                new(
                    3,
                    1,
                    Values(("lr0", "0.05"), ("SparsityPenalty", "0.001")),
                    null,
                    "PRUNE3001: Training diverged",
                    0,
                    0
                ),
                new(1, 2, Values(), 0.41, null, 20, 200),
                new(2, 2, Values(("lr0", "0.004"), ("SparsityPenalty", "auto")), 0.43, null, 20, 201),
            ],
            new TuningOutcome(
                0.41,
                null,
                2,
                0.43,
                null,
                Values(("lr0", "0.004"), ("SparsityPenalty", "auto")),
                2,
                86,
                0.917
            )
        );

    private static ImmutableSortedDictionary<string, string> Values(params (string Name, string Value)[] values) =>
        values.ToImmutableSortedDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
}
