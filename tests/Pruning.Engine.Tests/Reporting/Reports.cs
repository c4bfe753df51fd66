using System.Collections.Immutable;

namespace Pruning.Reporting;

/// <summary>A report with round numbers.</summary>
internal static class Reports
{
    public static ModelSummary Dense { get; } =
        new(
            "aa11",
            7_200_000,
            6_600_000,
            1_768_000,
            12,
            1_040_000_000,
            320,
            32,
            17,
            1e-6,
            ["RBC", "WBC", "a|b\nc"],
            [new("model.0.conv", 16), new("model.1.conv", 32)]
        );

    public static ModelSummary Slim { get; } =
        Dense with
        {
            Sha256 = "bb22",
            FileSize = 3_300_000,
            CompressedSize = 3_000_000,
            Parameters = 812_345,
            Flops = 519_000_000,
            Layers = [new("model.0.conv", 16), new("model.1.conv", 16)],
        };

    public static AccuracyReport DenseAccuracy { get; } =
        new(
            "val",
            87,
            1137,
            new(0.8712, 0.5098, 0.88, 0.81),
            [
                new("RBC", 900, 0.8, 0.7, 0.85, 0.5),
                new("WBC", 237, 0.9, 0.9, 0.95, 0.7),
                new("a|b\nc", 0, null, null, null, null),
            ]
        );

    public static AccuracyReport SlimAccuracy { get; } =
        DenseAccuracy with
        {
            Metrics = new(0.8512, 0.4898, 0.87, 0.8),
        };

    public static LatencyReport Latency { get; } =
        new(10.5, 8.4, 0.8, 0.78, 0.83, 1, 60, "a processor, 2 logical cores");

    public static RunReport Run { get; } =
        new(
            RunReport.CurrentVersion,
            "Detector",
            "0.1.0-dev",
            true,
            ImmutableSortedDictionary<string, string>.Empty.Add("ImageSize", "320"),
            ["Flops Reduction=50%"],
            new ModelReport(Dense, DenseAccuracy, DenseAccuracy with { Split = "test", Images = 72, Labels = 945 }),
            new ModelReport(Slim, SlimAccuracy, SlimAccuracy with { Split = "test", Images = 72, Labels = 945 }),
            Latency,
            [
                new("mAP50-95", 0.48, null, 0.03, "error", 0.5098, 0.4898, true, null),
                new(
                    "FileSize",
                    null,
                    2_000_000,
                    null,
                    "warning",
                    7_200_000,
                    3_300_000,
                    false,
                    "FileSize is too large."
                ),
            ],
            [new("import", "cached", 0.5), new("train", "ran", 300.25), new("quantize", "skipped", 0)]
        )
        {
            Choices = [new("ImitationSteps", "420", "60 epochs of 7 batches of 16 images, at most 500")],
        };
}
