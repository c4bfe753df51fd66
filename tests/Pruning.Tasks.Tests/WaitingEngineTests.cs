using System.Diagnostics;

namespace Pruning.Tasks.Tests;

/// <summary>One engine for all the stages of a build.</summary>
public sealed class WaitingEngineTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly KeepingBuildEngine _build = new();

    public void Dispose()
    {
        _build.EndBuild();
        _folder.Dispose();
    }

    [Fact]
    public void An_engine_goes_from_stage_to_stage_and_leaves_with_the_last()
    {
        Assert.True(Run("train"));
        var engine = Waiting().Id;
        Assert.True(Run("prune", "prune print dotnet-prune: warning PRUNE2003: odd"));
        Assert.Equal(engine, Waiting().Id);

        Assert.True(Run("gate", isLast: true));

        Assert.Equal(["train", "prune", "gate"], Diary());
        Assert.Equal(1, Starts());
        Assert.Empty(Waits());
        Assert.False(Runs(engine));
        Assert.Equal("PRUNE2003", Assert.Single(_build.Warnings).Code);
        Assert.Contains("The engine goes on with stage 'gate'.", _build.Messages);
        Assert.DoesNotContain(_build.Messages, message => message.Contains("awaiting", StringComparison.Ordinal));
    }

    [Fact]
    public void A_build_that_ends_between_two_stages_lets_it_go()
    {
        Assert.True(Run("train"));
        var engine = Waiting().Id;
        Assert.True(Runs(engine));

        _build.EndBuild();

        Assert.False(Runs(engine));
    }

    [Fact]
    public void One_that_was_killed_while_it_waited_is_replaced()
    {
        Assert.True(Run("train"));
        using (var engine = Process.GetProcessById(Waiting().Id))
        {
            engine.Kill();
            engine.WaitForExit();
        }

        Assert.True(Run("gate", isLast: true));

        Assert.Equal(["train", "gate"], Diary());
        Assert.Equal(2, Starts());
    }

    [Fact]
    public void One_that_leaves_after_its_stage_is_started_for_the_next()
    {
        Assert.True(Run("train", "train leave"));
        Assert.Empty(Waits());

        Assert.True(Run("gate", isLast: true));

        Assert.Equal(2, Starts());
    }

    [Theory]
    [InlineData("train exit 2")]
    [InlineData("train print dotnet-prune: error PRUNE8001: too bad")]
    public void Nobody_waits_after_a_stage_that_failed(string script)
    {
        Assert.False(Run("train", script));

        Assert.Empty(Waits());
    }

    [Fact]
    public void A_configuration_has_an_engine_of_its_own()
    {
        Assert.True(Run("train"));
        Assert.True(Run("train", configuration: "Release"));

        Assert.Equal(2, Waits().Length);
    }

    private bool Run(string stage, string script = "", bool isLast = false, string configuration = "Debug")
    {
        using var task = FakeEngineTask.Create(_folder, _build, stage, script, $"obj/{configuration}/request.xml");
        task.IsLast = isLast;
        return task.Execute();
    }

    private EngineProcess[] Waits() => [.. _build.Kept.OfType<EngineProcess>()];

    private EngineProcess Waiting() => Assert.Single(Waits());

    private int Starts() =>
        _build.Messages.Count(message => message.Contains("engine --request", StringComparison.Ordinal));

    private string[] Diary() => File.ReadAllLines(_folder.PathOf("engine-calls.txt"));

    private static bool Runs(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
