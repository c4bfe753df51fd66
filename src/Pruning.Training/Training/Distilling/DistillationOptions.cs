using System.Text.Json.Serialization;
using Pruning.Graphs;

namespace Pruning.Training.Distilling;

/// <summary>
/// A training that also imitates another network (Hinton et al. 2015, "Distilling the Knowledge in a Neural Network"):
/// what the labels do not say, such as how sure to be of a doubtful object, the teacher says.
/// </summary>
public sealed record DistillationOptions
{
    /// <param name="teacher">Of the student's classes, strides and anchors. Not changed.</param>
    public DistillationOptions(Network teacher) => Teacher = teacher;

    [JsonIgnore]
    public Network Teacher { get; }

    /// <summary>The weight of the teacher's output against the labels; 0 leaves it out.</summary>
    public double OutputWeight { get; init; } = 1;

    /// <summary>The weight of the teacher's maps at the head's inputs; 0 leaves them out.</summary>
    public double FeatureWeight { get; init; }

    /// <summary>
    /// Class logits are divided by it on both sides: above 1, small differences between unlikely classes count more.
    /// </summary>
    public double Temperature { get; init; } = 1;
}
