using System.Collections.Immutable;

namespace Pruning.Evaluation.Gates;

/// <summary>
/// What a model finds where only boxes of some confidence count, as an app uses it: counted at IoU 0.5 from each
/// picture's part of a measurement.
/// </summary>
/// <param name="classes">Names, in the dataset's order.</param>
public sealed class OperatingPoints(ImmutableArray<string> classes, ImmutableArray<PictureTally> pictures)
{
    /// <param name="confidence">Boxes of at least so much count, 0 to 1.</param>
    public OperatingPoint At(double confidence)
    {
        var (right, wrong, labels) = (new int[classes.Length], new int[classes.Length], new int[classes.Length]);
        foreach (var picture in pictures)
        {
            foreach (var label in picture.Labels)
                labels[label]++;
            for (var i = 0; i < picture.Confidences.Length && picture.Confidences[i] >= confidence; i++)
            {
                if ((picture.Correct[i] & 1) != 0)
                    right[picture.Classes[i]]++;
                else
                    wrong[picture.Classes[i]]++;
            }
        }

        return new OperatingPoint(
            classes
                .Select((name, index) => (name, Counts: new ClassCounts(right[index], wrong[index], labels[index])))
                .GroupBy(one => one.name, one => one.Counts, StringComparer.Ordinal)
                .ToImmutableDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal)
        );
    }
}

/// <summary>What counts at one confidence.</summary>
/// <param name="Classes">By name.</param>
public sealed record OperatingPoint(ImmutableDictionary<string, ClassCounts> Classes)
{
    /// <summary>Mean over the classes that have labels; NaN where none has.</summary>
    public double F1 => Mean(counts => counts.F1);

    /// <summary>Mean over the classes that have labels and boxes; NaN where none has.</summary>
    public double Precision => Mean(counts => counts.Precision);

    /// <summary>Mean over the classes that have labels; NaN where none has.</summary>
    public double Recall => Mean(counts => counts.Recall);

    private double Mean(Func<ClassCounts, double> measure) =>
        Classes
            .Values.Where(counts => counts.Labels > 0)
            .Select(measure)
            .Where(double.IsFinite)
            .DefaultIfEmpty(double.NaN)
            .Average();
}

/// <summary>One class's boxes and labels at one confidence.</summary>
/// <param name="Right">Boxes that match a label.</param>
/// <param name="Wrong">Boxes that do not.</param>
public sealed record ClassCounts(int Right, int Wrong, int Labels)
{
    /// <summary>The share of its boxes that are right; NaN where there is no box.</summary>
    public double Precision => (double)Right / (Right + Wrong);

    /// <summary>The share of its labels that were found; NaN where there is no label.</summary>
    public double Recall => (double)Right / Labels;

    /// <summary>The harmonic mean of both; NaN where there is no label.</summary>
    public double F1 => Labels == 0 ? double.NaN : 2.0 * Right / (Right + Wrong + Labels);
}
