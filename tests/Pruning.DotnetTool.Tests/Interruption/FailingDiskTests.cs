using Pruning.Testing;

namespace Pruning.DotnetTool.Interruption;

/// <summary>A build whose disk fills up, or cannot be written: one line with a code, and nothing lost.</summary>
[Trait("Category", "Slow")]
public sealed class FailingDiskTests : IDisposable
{
    private readonly TrainedProject _project = new();

    public void Dispose() => _project.Dispose();

    [MountFact]
    public void A_cache_that_fills_up_while_a_network_is_trained_is_told_and_the_next_build_goes_on()
    {
        using var disk = new SmallDisk(_project.Cache("full"));
        using (var run = ProgramRun.Start([.. _project.Engine("full")]))
        {
            run.WaitFor("train: started");
            disk.Fill();
            AssertRefuses(run, "PRUNE9003");
        }

        disk.Empty();
        _project.Build("full");
        Assert.Equal(UndisturbedBuild.Instance.Model, File.ReadAllBytes(_project.Model("full")));
    }

    [MountFact]
    public void An_output_folder_on_a_full_disk_is_told_and_no_model_is_cut_short()
    {
        using var disk = new SmallDisk(_project.Output("a"));
        foreach (var left in (long[])[0, 1 << 13, 1 << 15])
        {
            disk.Fill(left);
            using var run = ProgramRun.Start([.. _project.Engine("a")]);
            AssertRefuses(run, "PRUNE9003");
            Assert.False(File.Exists(_project.Model("a")));
            disk.Empty();
        }

        var again = _project.Build("a");
        Assert.DoesNotContain("train: started", again);
        Assert.True(new FileInfo(_project.Model("a")).Length > 1 << 15, "The disk was never full before the model.");
        Assert.Empty(Directory.GetFiles(_project.Output("a"), "*.tmp"));
    }

    [MountFact]
    public void A_read_only_cache_serves_a_build_that_it_has_all_results_of_and_refuses_others_at_once()
    {
        using var disk = new SmallDisk(_project.Cache("a"));
        _project.Build("a");
        disk.MakeReadOnly();
        Directory.Delete(_project.Output("a"), recursive: true);

        var again = _project.Build("a");
        Assert.DoesNotContain(again, line => line.EndsWith(": started", StringComparison.Ordinal));
        Assert.True(File.Exists(_project.Model("a")));

        using var other = ProgramRun.Start([.. _project.Engine("a", epochs: 4)]);
        AssertRefuses(other, "PRUNE9002");
        Assert.DoesNotContain("started", other.Text, StringComparison.Ordinal);
    }

    // A limit of the process stands in for a disk's, and takes no rights. The runtime's own guard of its code is off,
    // which would meet it first.
    [UnixFact]
    public void A_file_that_may_not_grow_is_told_and_the_next_build_goes_on()
    {
        // Copies of native libraries are larger than the limit that a checkpoint meets.
        using (var import = ProgramRun.Start([.. _project.Engine("limited", stage: "import")]))
            Assert.True(import.WaitForExit() == ExitCodes.Success, import.Text);
        string[] limited =
        [
            "-c",
            "ulimit -f 600; exec \"$@\"",
            "sh",
            "dotnet",
            ProgramRun.Program,
            .. _project.Engine("limited"),
        ];
        using (
            var run = ProgramRun.Start("sh", limited, start => start.Environment["DOTNET_EnableWriteXorExecute"] = "0")
        )
        {
            AssertRefuses(run, "PRUNE0003");
            Assert.Contains("ulimit -f", run.Text, StringComparison.Ordinal);
            Assert.Contains("train: started", run.Lines);
        }

        _project.Build("limited");
        Assert.Equal(UndisturbedBuild.Instance.Model, File.ReadAllBytes(_project.Model("limited")));
        Assert.Empty(Directory.GetFiles(_project.Cache("limited"), "*.tmp", SearchOption.AllDirectories));
    }

    private static void AssertRefuses(ProgramRun run, string code)
    {
        var exitCode = run.WaitForExit();
        Assert.True(exitCode == ExitCodes.Error, run.Text);
        var line = Assert.Single(run.Lines, line => line.Contains(": error ", StringComparison.Ordinal));
        Assert.Contains($": error {code}: ", line, StringComparison.Ordinal);
    }
}
