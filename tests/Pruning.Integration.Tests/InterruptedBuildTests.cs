using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pruning.Testing;

namespace Pruning.Integration.Tests;

/// <summary>What becomes of the engine, and of the next build, when a build is stopped or killed.</summary>
public sealed class InterruptedBuildTests(PackedPackages packages) : IClassFixture<PackedPackages>, IDisposable
{
    // No limit of the product: whatever has not ended by then never will.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    // As a terminal does it: the engine gets the signal as well. With SIGTERM alone, of a service manager, MSBuild is
    // gone at once.
    [UnixTheory]
    [InlineData(UnixProcess.Interrupt, "hang", true)]
    [InlineData(UnixProcess.Interrupt, "hang", false)]
    [InlineData(UnixProcess.Interrupt, "hang-on", true)]
    [InlineData(UnixProcess.Terminate, "hang", false)]
    [InlineData(UnixProcess.HangUp, "hang", true)]
    [InlineData(UnixProcess.Kill, "hang", false)]
    public void A_build_that_is_asked_to_stop_or_killed_ends_with_its_engine(
        int signal,
        string engineDoes,
        bool wholeGroup
    )
    {
        using var build = Start(engineDoes, out var engine, out var output);
        var clock = Stopwatch.StartNew();

        UnixProcess.Signal(wholeGroup ? -build.Id : build.Id, signal);

        while (!build.HasExited || UnixProcess.Runs(engine))
        {
            Assert.True(
                clock.Elapsed < Hang,
                $"{(build.HasExited ? "The engine" : "The build")} still runs.\n{output}"
            );
            Thread.Sleep(20);
        }

        if (signal == UnixProcess.Interrupt)
            Assert.Equal(1, build.ExitCode);
        _workspace.TakeEngineCalls();
        _workspace.Write("Detector/engine-script.txt", "");
        _workspace.Build("build", "Detector").Succeeded();
    }

    // Projects that build side by side are in processes of their own, each with its engine; only the first process is
    // killed. One that has not read all that the others sent it leaves them in the dark, as MSBuild goes.
    [UnixTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_process_of_a_parallel_build_that_is_killed_stays_behind(bool leavesUnread)
    {
        string[] names = ["Detector", "Other"];
        foreach (var name in names)
        {
            _workspace.WriteDetector(name);
            _workspace.Write($"{name}/engine-script.txt", leavesUnread ? "train hang\ntrain chatter" : "train hang");
        }

        _workspace.Write(
            "All.proj",
            """
            <Project>
              <Target Name="Build"><MSBuild Projects="Detector/Detector.pruneproj;Other/Other.pruneproj" BuildInParallel="true" /></Target>
              <Target Name="Restore"><MSBuild Projects="Detector/Detector.pruneproj;Other/Other.pruneproj" Targets="Restore" Properties="Restoring=true" /></Target>
            </Project>
            """
        );
        using var build = Dotnet.StartProgram(
            "setsid",
            _workspace.Root,
            ["dotnet", "build", "All.proj", "-m:2", "-nologo", "-tl:off"],
            out var output
        );
        while (names.Any(name => Hanging(name) is null))
        {
            Assert.False(build.HasExited, $"The build ended.\n{output}");
            Thread.Sleep(20);
        }

        Assert.Contains(UnixProcess.OfSession(build.Id), command =>
            command.Contains("nodemode", StringComparison.OrdinalIgnoreCase)
        );
        if (leavesUnread)
        {
            UnixProcess.Signal(build.Id, UnixProcess.Stop);
            Thread.Sleep(500);
        }

        var clock = Stopwatch.StartNew();
        UnixProcess.Signal(build.Id, UnixProcess.Kill);
        while (UnixProcess.OfSession(build.Id) is { Length: > 0 } alive)
        {
            Assert.True(clock.Elapsed < Hang, $"There still run {string.Join('\n', alive)}\n{output}");
            Thread.Sleep(50);
        }
    }

    // Between two stages nobody reads what the engine says, and nobody asks it for anything.
    [UnixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_engine_that_waits_between_two_stages_ends_with_its_build(bool isKilled)
    {
        _workspace.WriteDetector();
        var project = _workspace.Read("Detector/Detector.pruneproj");
        _workspace.Write(
            "Detector/Detector.pruneproj",
            project.Replace(
                "</Project>",
                $"""
                  <Target Name="Between" AfterTargets="PruningTrain">
                    <Exec Command="touch between" />
                    <Exec Command="{(isKilled ? "sleep 120" : "false")}" />
                  </Target>
                </Project>
                """,
                StringComparison.Ordinal
            )
        );
        using var build = Dotnet.StartProgram(
            "setsid",
            _workspace.Root,
            ["dotnet", "build", "Detector", "-nologo", "-tl:off"],
            out var output
        );
        var clock = Stopwatch.StartNew();
        while (!_workspace.Exists("Detector/between"))
        {
            Assert.True(clock.Elapsed < Hang, $"No stage ran.\n{output}");
            Thread.Sleep(5);
        }

        if (isKilled)
        {
            Assert.Single(Engines());
            UnixProcess.Signal(build.Id, UnixProcess.Kill);
            build.WaitForExit();
        }

        while (!build.HasExited || Engines().Length > 0)
        {
            Assert.True(clock.Elapsed < Hang, $"There still run {string.Join('\n', Engines())}\n{output}");
            Thread.Sleep(20);
        }

        UnixProcess.TrySignal(-build.Id, UnixProcess.Kill); // what slept
        Assert.Equal(["train"], _workspace.TakeEngineCalls());

        string[] Engines() =>
            [
                .. UnixProcess
                    .OfSession(build.Id)
                    .Where(command => command.Contains("engine --request", StringComparison.Ordinal)),
            ];
    }

    private Process Start(string engineDoes, out int engine, out StringBuilder output)
    {
        _workspace.WriteDetector();
        _workspace.Write("Detector/engine-script.txt", $"train {engineDoes}");
        // A session of its own is a process group of its own. A test run in a shell's background has inherited that
        // SIGINT is ignored.
        var build = Dotnet.StartProgram(
            "setsid",
            _workspace.Root,
            ["env", "--default-signal=INT", "dotnet", "build", "Detector", "-nologo", "-tl:off"],
            out output
        );
        while (Hanging() is null)
        {
            Assert.False(build.HasExited, $"The build ended.\n{output}");
            Thread.Sleep(20);
        }

        engine = int.Parse(Hanging()!, CultureInfo.InvariantCulture);
        return build;
    }

    private string? Hanging(string name = "Detector") =>
        _workspace.Exists($"{name}/engine-calls.txt")
        && _workspace.Read($"{name}/engine-calls.txt").Split("hangs as ") is [_, var process, ..]
        && process.EndsWith('\n')
            ? process.Trim()
            : null;
}
