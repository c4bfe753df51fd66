using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Pruning.Diagnostics;

namespace Pruning.Onnx.Latency;

/// <summary>
/// Measures latency in ONNX Runtime. Two models are run in turn in one process, the order changing with each round, so
/// that whatever else the machine does falls on both; medians keep its outliers out.
/// </summary>
public static class LatencyMeter
{
    // Fewer rounds give an interval that is narrow by luck.
    private const int FirstLook = 60;

    /// <exception cref="PruneException">PRUNE7101 to PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static LatencyComparison Compare(
        string baselinePath,
        string candidatePath,
        LatencyOptions options,
        CancellationToken cancellation = default
    ) =>
        Compare(
            (OnnxFile.ReadBytes(baselinePath), baselinePath),
            (OnnxFile.ReadBytes(candidatePath), candidatePath),
            options,
            cancellation
        );

    /// <summary>Compares two models given as bytes and the names that messages call them by.</summary>
    /// <exception cref="PruneException">PRUNE7102, PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static LatencyComparison Compare(
        (byte[] Model, string Name) baseline,
        (byte[] Model, string Name) candidate,
        LatencyOptions options,
        CancellationToken cancellation = default
    )
    {
        using var first = new LatencyProbe(baseline.Model, baseline.Name, options);
        using var second = new LatencyProbe(candidate.Model, candidate.Name, options);
        var nextLook = FirstLook;
        var times = Rounds([first, second], options, cancellation, options.RatioWidth is null ? null : IsNarrow);
        return Compared(times[0], times[1]);

        // Not after each round: a look takes longer the more there is to look at.
        bool IsNarrow(List<double>[] times)
        {
            if (times[0].Count < nextLook)
                return false;
            nextLook = times[0].Count * 3 / 2;
            return Compared(CollectionsMarshal.AsSpan(times[0]), CollectionsMarshal.AsSpan(times[1])).RatioWidth
                <= options.RatioWidth;
        }

        LatencyComparison Compared(ReadOnlySpan<double> baseline, ReadOnlySpan<double> candidate) =>
            LatencyComparison.Compare(baseline, candidate, (first.Batch, second.Batch), options.Threads);
    }

    /// <summary>Compares each of the later models with the first, all in turns in one run.</summary>
    /// <param name="paths">Two models or more.</param>
    /// <exception cref="PruneException">PRUNE7101 to PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static ImmutableArray<LatencyComparison> CompareWithFirst(
        IReadOnlyList<string> paths,
        LatencyOptions options,
        CancellationToken cancellation = default
    )
    {
        var probes = new List<LatencyProbe>();
        try
        {
            foreach (var path in paths)
                probes.Add(new LatencyProbe(OnnxFile.ReadBytes(path), path, options));
            var times = Rounds([.. probes], options, cancellation);
            return
            [
                .. Enumerable
                    .Range(1, paths.Count - 1)
                    .Select(i =>
                        LatencyComparison.Compare(
                            times[0],
                            times[i],
                            (probes[0].Batch, probes[i].Batch),
                            options.Threads
                        )
                    ),
            ];
        }
        finally
        {
            foreach (var probe in probes)
                probe.Dispose();
        }
    }

    /// <exception cref="PruneException">PRUNE7101 to PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static LatencyMeasurement Measure(
        string path,
        LatencyOptions options,
        CancellationToken cancellation = default
    )
    {
        using var probe = new LatencyProbe(OnnxFile.ReadBytes(path), path, options);
        return LatencyMeasurement.Summarize(Rounds([probe], options, cancellation)[0], probe.Batch, options.Threads);
    }

    /// <param name="isEnough">
    /// Asked after each round, with the milliseconds so far by probe; null to do them all.
    /// </param>
    /// <returns>Milliseconds by probe and round.</returns>
    private static double[][] Rounds(
        LatencyProbe[] probes,
        LatencyOptions options,
        CancellationToken cancellation,
        Func<List<double>[], bool>? isEnough = null
    )
    {
        for (var run = 0; run < options.WarmUp; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var probe in probes)
                probe.Run();
        }

        var times = probes.Select(_ => new List<double>()).ToArray();
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < Math.Max(options.Rounds, LatencyOptions.MinimumRounds); round++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (round >= LatencyOptions.MinimumRounds && Stopwatch.GetElapsedTime(start) > options.Budget)
                break;
            for (var turn = 0; turn < probes.Length; turn++)
            {
                var probe = round % 2 == 0 ? turn : probes.Length - 1 - turn;
                times[probe].Add(probes[probe].Run());
            }

            if (isEnough?.Invoke(times) == true)
                break;
        }

        return [.. times.Select(list => list.ToArray())];
    }
}
