using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Pruning.Testing;

namespace Pruning.DotnetTool.Cluster;

/// <summary>
/// A Slurm cluster of three nodes on this machine: a controller, a daemon a node, and munge, as ordinary processes that
/// keep their files in a folder.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class VirtualCluster : IDisposable
{
    public static readonly ImmutableArray<string> Nodes = ["node1", "node2", "node3"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slurm-");
    private readonly List<Process> _services = [];
    private readonly List<Task> _logs = [];
    private readonly Dictionary<string, Process> _daemons = [];
    private readonly bool _losesNodes;
    private Process _controller;

    /// <param name="losesNodes">
    /// A node counts as lost after seconds, and its job is back within some more: credentials are soon too old. A
    /// machine that is busy enough can then lose nodes that are there.
    /// </param>
    public VirtualCluster(bool losesNodes = false)
    {
        _losesNodes = losesNodes;
        Directory.CreateDirectory(PathOf("state"));
        File.WriteAllText(Configuration, Settings(FreePorts(1 + Nodes.Length)));
        StartMunge();
        _controller = StartController();
        foreach (var node in Nodes)
            _daemons[node] = Start(
                SlurmPrograms.Service("slurmd-wlm"),
                ["-D", "-N", node, "-d", SlurmPrograms.Service("slurmstepd-wlm")],
                node
            );
        WaitUntil(
            () => Ask("sinfo", "--noheader", "--format=%t %D").Trim() == $"idle {Nodes.Length}",
            "all nodes are idle"
        );
    }

    private string Configuration => PathOf("slurm.conf");

    private string Socket => PathOf("munge/socket");

    /// <summary>Lets a process find the cluster.</summary>
    public void Prepare(ProcessStartInfo start)
    {
        start.Environment["SLURM_CONF"] = Configuration;
        start.Environment["LD_LIBRARY_PATH"] = SlurmPrograms.LibraryPath;
        start.Environment["PATH"] = $"{SlurmPrograms.Commands}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    /// <summary>What one of Slurm's commands says; empty where it fails.</summary>
    public string Ask(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(SlurmPrograms.Commands, command), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Prepare(start);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        error.Wait();
        return process.ExitCode == 0 ? output : "";
    }

    /// <summary>A node whose daemon dies, while the processes of its jobs live on.</summary>
    public void Lose(string node) => Kill(_daemons[node]);

    /// <summary>The controller goes down, as for an update: it saves what it knows.</summary>
    public void StopController()
    {
        UnixProcess.Signal(_controller.Id, UnixProcess.Terminate);
        WaitUntil(() => _controller.HasExited, "the controller has ended");
    }

    /// <summary>And comes back, with what it had saved.</summary>
    public void RestartController() => _controller = StartController();

    /// <summary>Waits for something that a test cannot go on without, and fails where it does not come.</summary>
    public void WaitUntil(Func<bool> isSo, string what)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(); Thread.Sleep(50))
            Assert.True(clock.Elapsed < Patience, $"It is not so that {what}:\n{Logs()}");
    }

    /// <summary>Processes of jobs that do a step.</summary>
    public int[] EnginesOfJobs() =>
        [.. Processes().Where(process => Command(process).Contains(" job --order ", StringComparison.Ordinal))];

    /// <summary>
    /// Stops the process of a job that has not made its result yet, as a hung node does; those that are through go on.
    /// </summary>
    public (int Process, string Job, string Node) HoldJob()
    {
        (int, string, string)? held = null;
        WaitUntil(
            () => (held = EnginesOfJobs().Select(TryHold).FirstOrDefault(job => job is not null)) is not null,
            "a job runs"
        );
        return held!.Value;
    }

    private (int Process, string Job, string Node)? TryHold(int process)
    {
        var folder = Path.GetDirectoryName(Read(process, "cmdline").TrimEnd('\0').Split('\0')[^1]);
        var job = Read(process, "environ")
            .Split('\0')
            .FirstOrDefault(variable => variable.StartsWith("SLURM_JOB_ID=", StringComparison.Ordinal))
            ?[13..];
        if (folder is null || job is null || !UnixProcess.TrySignal(process, UnixProcess.Stop))
            return null;
        Thread.Sleep(100); // until all its threads stand
        var node = Ask("squeue", "--noheader", $"--jobs={job}", "--states=RUNNING", "--format=%N").Trim();
        if (
            node.Length > 0
            && Directory.Exists(folder)
            && !Directory
                .GetFiles(folder, "events-*")
                .Any(file => File.ReadAllText(file).Contains("published", StringComparison.Ordinal))
        )
            return (process, job, node);
        UnixProcess.TrySignal(process, UnixProcess.Continue);
        return null;
    }

    public string Logs() =>
        string.Join(
            '\n',
            Directory
                .GetFiles(_folder.FullName, "*.out")
                .Select(file => $"{Path.GetFileName(file)}:\n{string.Join('\n', File.ReadLines(file).TakeLast(30))}")
        );

    public void Dispose()
    {
        Ask("scancel", "--user", Environment.UserName);
        foreach (var service in (Process[])[_controller, .. _daemons.Values, .. _services])
        {
            Kill(service);
            service.Dispose();
        }

        // Steps that lost their daemon, and what they started: all that has our configuration.
        foreach (var process in Processes())
            UnixProcess.TrySignal(process, UnixProcess.Kill);
        Task.WaitAll([.. _logs], TimeSpan.FromSeconds(10));
        _folder.Delete(recursive: true);
    }

    private void StartMunge()
    {
        var folder = Directory.CreateDirectory(
            PathOf("munge"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        var key = Path.Combine(folder.FullName, "key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _services.Add(
            Start(
                SlurmPrograms.Service("munged"),
                [
                    "--foreground",
                    "--force",
                    $"--socket={Socket}",
                    $"--key-file={key}",
                    $"--pid-file={PathOf("munge/pid")}",
                    $"--seed-file={PathOf("munge/seed")}",
                    $"--log-file={PathOf("munge/log")}",
                ],
                "munge"
            )
        );
        WaitUntil(() => File.Exists(Socket), "munge answers");
    }

    private Process StartController() => Start(SlurmPrograms.Service("slurmctld-wlm"), ["-D"], "controller");

    private Process Start(string program, string[] arguments, string name)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Prepare(start);
        var process = Process.Start(start)!;
        foreach (var stream in (StreamReader[])[process.StandardOutput, process.StandardError])
            _logs.Add(Keep(stream, PathOf($"{name}.out")));
        return process;
    }

    private static Task Keep(StreamReader stream, string path) =>
        Task.Run(() =>
        {
            while (stream.ReadLine() is { } line)
            {
                lock (string.Intern(path))
                    File.AppendAllText(path, line + "\n");
            }
        });

    private static void Kill(Process process)
    {
        if (process.HasExited)
            return;
        process.Kill();
        process.WaitForExit();
    }

    private string Settings(int[] ports)
    {
        // Without its domain, as Slurm knows itself.
        var (host, user) = (Dns.GetHostName().Split('.')[0], Environment.UserName);
        var (lost, expired) = _losesNodes ? (6, 8) : (300, 120); // seconds
        var nodes = Nodes.Select(
            (node, index) =>
                $"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[index + 1]} CPUs={Environment.ProcessorCount} RealMemory=2000"
        );
        return $"""
            ClusterName=virtual
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmUser={user}
            SlurmdUser={user}
            AuthType=auth/munge
            AuthInfo=socket={Socket},cred_expire={expired}
            PluginDir={SlurmPrograms.Plugins}
            StateSaveLocation={PathOf("state")}
            SlurmdSpoolDir={PathOf("spool-%n")}
            SlurmctldPidFile={PathOf("controller.pid")}
            SlurmdPidFile={PathOf("%n.pid")}
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            SlurmdParameters=config_overrides
            MpiDefault=none
            SlurmdTimeout={lost}
            MessageTimeout=3
            KillWait=5
            ReturnToService=2
            SchedulerParameters=sched_interval=1
            {string.Join('\n', nodes)}
            PartitionName=main Nodes={string.Join(',', Nodes)} Default=YES MaxTime=INFINITE State=UP

            """;
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private IEnumerable<int> Processes() =>
        UnixProcess
            .All()
            .Where(process =>
                Read(process, "environ").Contains($"SLURM_CONF={Configuration}", StringComparison.Ordinal)
            );

    private static string Command(int process) => Read(process, "cmdline").Replace('\0', ' ');

    private static string Read(int process, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{name}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
