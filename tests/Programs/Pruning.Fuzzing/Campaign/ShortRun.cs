using System.Diagnostics;
using Pruning.Fuzzing.Checks;
using Pruning.Fuzzing.Mutation;
using Pruning.Fuzzing.Readers;

namespace Pruning.Fuzzing.Campaign;

/// <summary>
/// Reads kept inputs and changes of them for a while, without looking at what they reach: for tests, on code as it is.
/// The same seed gives the same inputs, as many of them as the time allows.
/// </summary>
/// <param name="grace">How long a reader may still work when the time is over, before it counts as hanging.</param>
internal sealed class ShortRun(Reader reader, IReadOnlyList<byte[]> seeds, int seed, Limits limits, TimeSpan grace)
{
    private const int ReadTwiceOf = 16;

    private volatile byte[] _input = [];

    public int Executions { get; private set; }

    /// <returns>The first fault and its input, or null.</returns>
    public (Fault Fault, byte[] Input)? Run(TimeSpan time)
    {
        Fault? fault = null;
        var scratch = Directory.CreateTempSubdirectory("pruning-fuzz-");
        // A thread of its own: one that hangs cannot be stopped, and the test goes on without it.
        var work = new Thread(() => fault = Read(time, scratch.FullName)) { IsBackground = true };
        work.Start();
        if (!work.Join(time + grace))
            return (new Fault(FaultKind.Hang, $"no end after {(time + grace).TotalSeconds:0.0} s"), _input);
        scratch.Delete(recursive: true);
        return fault is null ? null : (fault, _input);
    }

    private Fault? Read(TimeSpan time, string folder)
    {
        var start = Stopwatch.GetTimestamp();
        var random = new Random(seed);
        var mutator = new Mutator(random, SeedWords.Of(seeds, reader.Words), reader.LongestInput);
        var read = new CheckedRead(reader, folder, limits);
        foreach (var input in seeds.Concat(Changed(mutator, random)))
        {
            _input = input;
            if (read.Run(input, twice: random.Next(ReadTwiceOf) == 0) is { } fault)
                return fault;
            if (++Executions >= seeds.Count && Stopwatch.GetElapsedTime(start) > time)
                return null;
        }

        return null;
    }

    private IEnumerable<byte[]> Changed(Mutator mutator, Random random)
    {
        while (true)
            yield return mutator.Mutate(seeds[random.Next(seeds.Count)], seeds[random.Next(seeds.Count)]);
    }
}
