using System.Collections.Immutable;
using System.Diagnostics;
using Pruning.Diagnostics;
using Pruning.Onnx;

namespace Pruning.Evaluation;

/// <summary>
/// Measures latency in ONNX Runtime. Two models are run in turn in one process, the order changing with each round, so that whatever
/// else the machine does falls on both; medians keep its outliers out.
/// </summary>
public static class LatencyMeter
{
    /// <exception cref="PruneException">PRUNE7101 to PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static LatencyComparison Compare(string baselinePath, string candidatePath, LatencyOptions options, CancellationToken cancellation = default) =>
        Compare((OnnxFile.ReadBytes(baselinePath), baselinePath), (OnnxFile.ReadBytes(candidatePath), candidatePath), options, cancellation);

    /// <summary>Compares two models given as bytes and the names that messages call them by.</summary>
    /// <exception cref="PruneException">PRUNE7102, PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static LatencyComparison Compare((byte[] Model, string Name) baseline, (byte[] Model, string Name) candidate, LatencyOptions options, CancellationToken cancellation = default)
    {
        using var first = new LatencyProbe(baseline.Model, baseline.Name, options);
        using var second = new LatencyProbe(candidate.Model, candidate.Name, options);
        var times = Rounds([first, second], options, cancellation);
        return LatencyComparison.Of(times[0], times[1], (first.Batch, second.Batch), options.Threads);
    }

    /// <summary>Compares each of the later models with the first, all in turns in one run.</summary>
    /// <param name="paths">Two models or more.</param>
    /// <exception cref="PruneException">PRUNE7101 to PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static ImmutableArray<LatencyComparison> CompareWithFirst(IReadOnlyList<string> paths, LatencyOptions options, CancellationToken cancellation = default)
    {
        var probes = new List<LatencyProbe>();
        try
        {
            foreach (var path in paths)
                probes.Add(new LatencyProbe(OnnxFile.ReadBytes(path), path, options));
            var times = Rounds([.. probes], options, cancellation);
            return [.. Enumerable.Range(1, paths.Count - 1).Select(i => LatencyComparison.Of(times[0], times[i], (probes[0].Batch, probes[i].Batch), options.Threads))];
        }
        finally
        {
            foreach (var probe in probes)
                probe.Dispose();
        }
    }

    /// <exception cref="PruneException">PRUNE7101 to PRUNE7103, PRUNE7106, PRUNE7107.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static LatencyMeasurement Measure(string path, LatencyOptions options, CancellationToken cancellation = default)
    {
        using var probe = new LatencyProbe(OnnxFile.ReadBytes(path), path, options);
        return LatencyMeasurement.Of(Rounds([probe], options, cancellation)[0], probe.Batch, options.Threads);
    }

    /// <returns>Milliseconds by probe and round.</returns>
    private static double[][] Rounds(LatencyProbe[] probes, LatencyOptions options, CancellationToken cancellation)
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
        }

        return [.. times.Select(list => list.ToArray())];
    }
}
