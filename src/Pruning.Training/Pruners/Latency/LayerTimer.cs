using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Latency;

namespace Pruning.Pruners.Latency;

/// <summary>
/// Times layers in ONNX Runtime, as the exporter writes them, by the runtime's own profile: what changes the layout at
/// a layer's ends, and what feeds it, does not count, because inside a network neighbours share a layout.
/// </summary>
internal static class LayerTimer
{
    private const int WarmUp = 2;
    private const int Rounds = 7;
    private const int MostRounds = 200;

    // Operators of a few microseconds are measured in many rounds: the profile counts whole ones.
    private static readonly TimeSpan OfALayer = TimeSpan.FromMilliseconds(2);

    // All targets are shares of it, and a machine with other work has few rounds that nothing disturbs.
    private static readonly TimeSpan OfANetwork = TimeSpan.FromMilliseconds(500);

    /// <returns>Milliseconds.</returns>
    /// <exception cref="Pruning.Diagnostics.PruneException">PRUNE7102, PRUNE7106, PRUNE7107.</exception>
    public static double Measure(LayerShape layer, int threads) =>
        Measure(
            ShippedForm.AsIs with
            {
                IsQuantized = layer.IsQuantized,
            },
            layer.Alone(),
            layer.Key,
            new OnnxExportOptions(layer.Side),
            threads,
            OfALayer
        );

    /// <summary>A whole network in the same way, so that both have the same unit.</summary>
    /// <param name="form">In which it ships.</param>
    /// <param name="name">How messages call it.</param>
    /// <returns>Milliseconds: the round that the machine's other work disturbed least.</returns>
    /// <exception cref="Pruning.Diagnostics.PruneException">PRUNE7102, PRUNE7106, PRUNE7107.</exception>
    public static double Measure(
        ShippedForm form,
        Network network,
        string name,
        OnnxExportOptions export,
        int threads
    ) => Measure(form, network, name, export, threads, OfANetwork);

    private static double Measure(
        ShippedForm form,
        Network network,
        string name,
        OnnxExportOptions export,
        int threads,
        TimeSpan least
    )
    {
        var prefix = Path.Combine(Path.GetTempPath(), $"pruning-layer-{Guid.NewGuid():N}");
        using var session = OnnxSessions.Open(form.Export(network, export, name), name, threads, prefix);
        var profile = "";
        try
        {
            using var options = new RunOptions();
            using var input = OrtValue.CreateTensorValueFromMemory(
                LatencyProbe.Noise(network.Graph.Input.Channels * export.ImageSize * export.ImageSize),
                [1, network.Graph.Input.Channels, export.ImageSize, export.ImageSize]
            );
            var start = Stopwatch.GetTimestamp();
            for (var round = 0; round < WarmUp + MostRounds; round++)
            {
                if (round >= WarmUp + Rounds && Stopwatch.GetElapsedTime(start) > least)
                    break;
                OnnxSessions
                    .Run(name, () =>
                        session.Run(options, [OnnxExporter.InputName], [input], [OnnxExporter.OutputName(0)])
                    )
                    .Dispose();
            }
        }
        finally
        {
            profile = session.EndProfiling();
        }

        try
        {
            return RoundsOf(profile).Skip(WarmUp).Min();
        }
        finally
        {
            File.Delete(profile);
        }
    }

    /// <summary>The layer's milliseconds in each round: an operator's events come once a round, in order.</summary>
    private static IEnumerable<double> RoundsOf(string profile)
    {
        using var events = JsonDocument.Parse(File.ReadAllBytes(profile));
        var times = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var entry in events.RootElement.EnumerateArray())
        {
            const string Suffix = "_kernel_time";
            var name = entry.GetProperty("name").GetString()!;
            if (
                !name.EndsWith(Suffix, StringComparison.Ordinal)
                || name.StartsWith(LayerShape.FeedPrefix, StringComparison.Ordinal)
                || name.StartsWith(LayerShape.TailPrefix, StringComparison.Ordinal)
            )
                continue;
            if (ChangesForm(entry.GetProperty("args").GetProperty("op_name").GetString()))
                continue;
            if (!times.TryGetValue(name, out var list))
                times[name] = list = [];
            list.Add(entry.GetProperty("dur").GetDouble() / 1000);
        }

        return Enumerable
            .Range(0, times.Values.Select(list => list.Count).DefaultIfEmpty(0).Min())
            .Select(round => times.Values.Sum(list => list[round]));
    }

    // Of layout, or from floats to integers and back.
    private static bool ChangesForm(string? operation) =>
        operation is "ReorderInput" or "ReorderOutput" or "QuantizeLinear" or "DequantizeLinear" or "Transpose";
}
