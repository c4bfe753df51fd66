using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Onnx.Latency;

namespace Pruning.Pruners.Latency;

/// <summary>Times in this machine's ONNX Runtime, one thread, kept in a folder from one plan to the next.</summary>
/// <param name="folder">Of the tables.</param>
/// <param name="processor">What times hold for.</param>
/// <param name="note">Told what is measured.</param>
/// <param name="form">In which the pruned network ships; null for what it is.</param>
internal sealed class RuntimeLayerTimes(
    string folder,
    string processor,
    OnnxExportOptions export,
    Action<string> note,
    CancellationToken cancellation,
    ShippedForm? form = null
) : ILayerTimes
{
    private const int Threads = 1;
    private const string After = "the network after it is cut";

    // Until two models' times beside each other are settled to about one per cent.
    private static readonly LatencyOptions Comparison = new(
        Threads,
        Rounds: 40,
        MaximumDuration: TimeSpan.FromSeconds(10)
    );

    private readonly LayerTimeTable _table = new(
        PathFor(folder, CircumstancesOf(processor)),
        CircumstancesOf(processor),
        layer => LayerTimer.Measure(layer, Threads)
    );

    public ShippedForm Form { get; } = form ?? ShippedForm.AsIs;

    public IReadOnlyList<double> Of(IReadOnlyList<LayerShape> layers) =>
        _table.Of(
            layers,
            left => note(string.Create(CultureInfo.InvariantCulture, $"latency: {left} layer shapes to measure")),
            cancellation
        );

    public double Of(string name, Network network, Extent image) =>
        _table.Of(name, () => LayerTimer.Measure(Form, network, name, export.SeenAt(image.Width), Threads));

    public (double Ratio, double Low) Compare(Network baseline, Network candidate, Extent image)
    {
        var measured = LatencyMeter.Compare(
            (OnnxExporter.Export(baseline, export), "the network before it is cut"),
            (Form.Export(candidate, export.SeenAt(image.Width), After), After),
            Comparison with
            {
                ImageSize = export.ImageSize,
            },
            cancellation
        );
        return (measured.Ratio, measured.RatioLow);
    }

    private static LayerTimeTable.Circumstances CircumstancesOf(string processor) =>
        new(OnnxSessions.RuntimeVersion, processor, Threads);

    private static string PathFor(string folder, LayerTimeTable.Circumstances circumstances) =>
        Path.Combine(
            folder,
            $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(circumstances.ToString())))[..16]}.json"
        );
}
