using System.Diagnostics;
using Pruning.Pipeline.Executors.Slurm;
using Pruning.Testing;

namespace Pruning.Pipeline.Executors;

public sealed class JobScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Bash itself reads the script.
    [UnixFact]
    public void Any_path_reaches_the_engine_as_it_is()
    {
        const string Order = "/a b/it's $HOME/`date`/\"order\".json";
        var engine = _folder.Write(
            "my engine/echo it's",
            "#!/bin/bash\nprintf '%s\\n' \"$@\" $DOTNET_PROCESSOR_COUNT\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var script = _folder.Write("job.sh", JobScript.Text([engine, "dotnet prune.dll"], Order, 3));

        using var bash = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true })!;

        Assert.Equal($"dotnet prune.dll\njob\n--order\n{Order}\n3\n", bash.StandardOutput.ReadToEnd());
        bash.WaitForExit();
    }

    [Theory]
    [InlineData("12|RUNNING|node1|None\n", "RUNNING")]
    [InlineData("noise\n12|PENDING||ReqNodeNotAvail, UnavailableNodes:a|b\n", "PENDING")]
    [InlineData("13|RUNNING|node1|None\n", null)]
    [InlineData("12|\n", null)]
    [InlineData("", null)]
    public void A_state_is_read_from_the_jobs_own_line_alone(string output, string? state) =>
        Assert.Equal(state, JobState.Parse(output, "12")?.State);
}
