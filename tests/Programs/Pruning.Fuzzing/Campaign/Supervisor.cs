using System.Diagnostics;
using System.Globalization;
using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Readers;

namespace Pruning.Fuzzing.Campaign;

/// <summary>Runs a reader's worker in a process of its own, as often as it takes until the time is over.</summary>
internal static class Supervisor
{
    public static CampaignRow Run(Reader reader, string workRoot, string corpus, TimeSpan time)
    {
        var work = new WorkFolder(workRoot, reader.Name);
        var before = Executions(work);
        var clock = Stopwatch.StartNew();
        for (var turn = 0; turn == 0 || clock.Elapsed + TimeSpan.FromSeconds(1) < time; turn++)
        {
            var left = time - clock.Elapsed;
            if (
                Start(reader, workRoot, corpus, left)
                is not (0 or Worker.ExitAfterHang or Worker.ExitForMemory)
                    and var code
            )
                KeepCrash(work, code);
        }

        var figures = File.Exists(work.Log) ? File.ReadLines(work.Log).Last().Split(' ') : [];
        return new CampaignRow(
            reader.Name,
            Executions(work) - before,
            clock.Elapsed,
            Figure(figures, "edges"),
            Figure(figures, "inputs"),
            Figure(figures, "most-allocated"),
            work.Faults()
        );
    }

    private static int Start(Reader reader, string work, string corpus, TimeSpan time)
    {
        var seed = Random.Shared.Next();
        Console.Error.WriteLine($"{reader.Name}: {time.TotalSeconds:0} s, seed {seed}");
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Supervisor).Assembly.Location);
        foreach (
            var argument in (string[])
                [
                    "worker",
                    reader.Name,
                    time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
                    corpus,
                    work,
                    $"{seed}",
                ]
        )
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static void KeepCrash(WorkFolder work, int code)
    {
        using var current = new CurrentInput(work.Current);
        work.Keep(current.Get(), new Fault(FaultKind.Crash, $"the process ended with {code}"));
    }

    private static long Executions(WorkFolder work)
    {
        using var current = new CurrentInput(work.Current);
        return current.Executions;
    }

    private static long Figure(string[] words, string name) =>
        Array.IndexOf(words, name) is >= 0 and var at ? long.Parse(words[at + 1], CultureInfo.InvariantCulture) : 0;
}

/// <param name="Edges">Steps from block to block that were taken.</param>
/// <param name="Inputs">That reached something new.</param>
/// <param name="MostAllocated">By one input, in bytes.</param>
internal sealed record CampaignRow(
    string Reader,
    long Executions,
    TimeSpan Time,
    long Edges,
    long Inputs,
    long MostAllocated,
    int Faults
);
