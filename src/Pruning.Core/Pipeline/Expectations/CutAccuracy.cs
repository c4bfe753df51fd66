using System.Globalization;
using System.Text.Json;
using Pruning.Data;
using Pruning.Evaluation;
using Pruning.Graphs;
using Pruning.Onnx;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Slimming;

namespace Pruning.Pipeline.Expectations;

/// <summary>Measures what a planned cut leaves before anything is trained: on the validation images, by ONNX Runtime, as the build measures in the end.</summary>
internal sealed class CutAccuracy(ProjectInputs inputs, Action<string, double?> report, CancellationToken cancellation)
{
    // Enough to tell shares by, few enough to take seconds.
    private const int MostImages = 200;

    /// <param name="network">Before the cut.</param>
    /// <returns>Nothing where there is nothing to tell by, and why.</returns>
    public (MeasuredAccuracy? Measured, string? Because) Of(Network network, CutResult cut)
    {
        if (cut.Channels is not { } plan || !inputs.Options.Reconstructs)
            return (null, "it is known of cuts of channels whose weights are fitted");
        if (!inputs.Dataset.HasSplit(ProjectInputs.Validation) || inputs.Dataset.Split(ProjectInputs.Validation).LabelCount == 0)
            return (null, "the dataset has no labelled validation images");
        var key = KeyOf(network, cut);
        if ((inputs.Options.NoCache ? null : RememberedLooks.TryRead(inputs.Cache, key, Parse)) is not { } measured)
        {
            measured = Measure(network, cut, plan);
            RememberedLooks.Keep(inputs.Cache, key, ReportJson.Write(measured));
        }

        return measured.Dense >= ExpectedAccuracy.LeastDense
            ? (measured, null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"the dense network has hardly learnt the classes yet, mAP50-95 {measured.Dense:0.0000} on the validation images"));
    }

    private MeasuredAccuracy Measure(Network network, CutResult cut, PrunePlan plan)
    {
        var some = Some(inputs.Dataset.Split(ProjectInputs.Validation));
        var dense = Accuracy(network, some, "measuring the dense network");
        if (dense < ExpectedAccuracy.LeastDense)
            return new MeasuredAccuracy(dense, 0);
        var fitted = CutImages.Of(inputs).Recover(network, cut.Network, plan, imitation: null, new RecoveryWork(null, report, null, cancellation));
        return new MeasuredAccuracy(dense, Accuracy(fitted, some, "measuring what the cut leaves"));
    }

    // From all over: names often begin with a class.
    private static DatasetSplit Some(DatasetSplit split)
    {
        var count = Math.Min(MostImages, split.Images.Length);
        return split with { Images = [.. Enumerable.Range(0, count).Select(index => split.Images[(int)((long)index * split.Images.Length / count)])] };
    }

    private double Accuracy(Network network, DatasetSplit some, string words)
    {
        report(words, null);
        var size = inputs.Options.ImageSize;
        using var detector = OnnxDetector.ForDatasets(OnnxExporter.Export(network, new OnnxExportOptions(size)), "the planned network");
        return Evaluator.Evaluate(detector, some, new EvaluationOptions { ImageSize = size }, cancellation: cancellation).Map5095 ?? 0;
    }

    private Fingerprint KeyOf(Network network, CutResult cut)
    {
        var builder = new FingerprintBuilder()
            .Add("look", "accuracy of a planned cut")
            .Add("engine", EngineIdentity.Content)
            .AddNetwork(network)
            .Add("plan", cut.PlanJson)
            .Add("image size", inputs.Options.ImageSize)
            .Add("validation images", inputs.Splits.Of(ProjectInputs.Validation));
        CutImages.Of(inputs).Describe(builder);
        return builder.Build();
    }

    private static MeasuredAccuracy? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<MeasuredAccuracy>(text, ReportJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
