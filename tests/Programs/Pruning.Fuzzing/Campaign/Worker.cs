using System.Diagnostics;
using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Coverage;
using Pruning.Fuzzing.Mutation;
using Pruning.Fuzzing.Readers;

namespace Pruning.Fuzzing.Campaign;

/// <summary>
/// Fuzzes one reader in this process: changes inputs, keeps those that reach new code, and goes on from these.
/// </summary>
internal sealed class Worker(Reader reader, WorkFolder work, IReadOnlyList<byte[]> seeds, int seed)
{
    public const int ExitAfterHang = 70;
    public const int ExitForMemory = 71;

    private const int ReadTwiceOf = 16;
    private const long MostResidentBytes = 3L << 30;

    /// <summary>By the clock; on a machine with other work the time that was worked says more.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly CoverageMap.Seen _seen = new();
    private readonly List<byte[]> _inputs = [];
    private readonly Random _random = new(seed);
    private long _began = Stopwatch.GetTimestamp();
    private CheckedRead? _execution;

    public void Run(TimeSpan time)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        using var current = new CurrentInput(work.Current);
        var scratch = Directory.CreateTempSubdirectory("pruning-fuzz-");
        try
        {
            _execution = new CheckedRead(reader, scratch.FullName, Limits.Default);
            new Thread(() => Watch(current)) { IsBackground = true }.Start();
            var all = seeds.Concat(work.Inputs()).ToList();
            foreach (var input in all)
                Try(input, current, isSeed: true);
            var mutator = new Mutator(_random, SeedWords.Of(seeds, reader.Words), reader.LongestInput);
            for (long count = 0; Stopwatch.GetTimestamp() < end; count++)
                Try(mutator.Mutate(Choose(), _inputs[_random.Next(_inputs.Count)]), current, isSeed: false);
            File.AppendAllText(
                work.Log,
                FormattableString.Invariant(
                    $"edges {_seen.Edges} inputs {_inputs.Count} most-allocated {_execution.MostAllocated}\n"
                )
            );
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private void Try(byte[] input, CurrentInput current, bool isSeed)
    {
        current.Set(input);
        CoverageMap.Clear();
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
        var fault = _execution!.Run(input, twice: _random.Next(ReadTwiceOf) == 0);
        Volatile.Write(ref _began, long.MaxValue);
        if (fault is not null && work.Keep(input, fault))
            Console.Error.WriteLine($"{reader.Name}: {fault.ToString().Split('\n')[0]}");
        if (!CoverageMap.AddTo(_seen) && !isSeed)
            return;
        _inputs.Add(input);
        if (!isSeed)
            work.Keep(input);
    }

    /// <summary>Those that were found last lead furthest; of two, the shorter is the quicker.</summary>
    private byte[] Choose()
    {
        var (one, other) = (Any(), Any());
        return one.Length <= other.Length || _random.Next(4) == 0 ? one : other;
    }

    private byte[] Any() =>
        _inputs[
            _random.Next(2) == 0 ? _random.Next(_inputs.Count) : _random.Next(_inputs.Count * 3 / 4, _inputs.Count)
        ];

    // What hangs cannot be stopped, and native memory is not seen by the runtime: the process ends, and another goes
    // on.
    private void Watch(CurrentInput current)
    {
        var (watched, worked) = (0L, TimeSpan.Zero);
        while (true)
        {
            Thread.Sleep(100);
            var began = Volatile.Read(ref _began);
            if (began == long.MaxValue || began != watched)
                (watched, worked) = (began, Environment.CpuUsage.TotalTime);
            else if (
                Stopwatch.GetElapsedTime(began) is var took
                && took > Limits.Default.Time
                && (took > LongestWait || Environment.CpuUsage.TotalTime - worked > 3 * Limits.Default.Time)
            )
                End(current, new Fault(FaultKind.Hang, $"no end after {took.TotalSeconds:0} s"), ExitAfterHang);
            if (Environment.WorkingSet > MostResidentBytes)
                End(
                    current,
                    new Fault(FaultKind.Allocation, $"the process holds {Environment.WorkingSet} bytes"),
                    ExitForMemory
                );
        }
    }

    private void End(CurrentInput current, Fault fault, int code)
    {
        work.Keep(current.Get(), fault);
        Environment.Exit(code);
    }
}
