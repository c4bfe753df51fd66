using System.Collections.Immutable;
using System.Globalization;

namespace Pruning.Pipeline.Expectations;

/// <summary>A cut of the published table, docs/slimming-cuts.csv: mAP50-95 on its validation images, 0 to 1.</summary>
/// <param name="Set">The dataset; parts of it are the same one.</param>
/// <param name="Images">Training images.</param>
/// <param name="Reduction">Of the operations, 0 to 1.</param>
/// <param name="Dense">Of the network that was cut.</param>
/// <param name="Fitted">Right after the cut, the weights fitted by least squares.</param>
/// <param name="Tuned">After imitation and the trainings.</param>
public sealed record MeasuredPruning(
    string Set,
    int Images,
    double Reduction,
    double Dense,
    double Fitted,
    double Tuned
)
{
    private const string Resource = "slimming-cuts.csv";

    /// <summary>All of the table's.</summary>
    public static ImmutableArray<MeasuredPruning> Published { get; } = Read();

    /// <summary>What the cut leaves, as a share of the dense network's.</summary>
    public double Left => Fitted / Dense;

    /// <summary>What there is in the end, as a share of the dense network's.</summary>
    public double Reached => Tuned / Dense;

    private static ImmutableArray<MeasuredPruning> Read()
    {
        using var reader = new StreamReader(typeof(MeasuredPruning).Assembly.GetManifestResourceStream(Resource)!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Skip(1)
                .Select(Parse),
        ];
    }

    // Our own file: what is wrong in it fails loudly.
    private static MeasuredPruning Parse(string line) =>
        line.Split(',') is [var set, var images, var reduction, var dense, var fitted, var tuned]
            ? new MeasuredPruning(
                set,
                int.Parse(images, CultureInfo.InvariantCulture),
                Number(reduction),
                Number(dense),
                Number(fitted),
                Number(tuned)
            )
            : throw new FormatException($"'{line}' of {Resource} is no measured cut.");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
