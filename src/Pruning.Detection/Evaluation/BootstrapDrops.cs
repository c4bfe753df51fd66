using System.Collections.Immutable;
using System.Text.Json;

namespace Pruning.Evaluation;

/// <summary>What a <see cref="PairedBootstrap"/> drew.</summary>
/// <param name="Drops">
/// How far the model's mAP50-95 lay below the baseline's at each draw, in points (-1 to 1, negative for better),
/// ascending. Empty where no picture has a label.
/// </param>
public sealed record BootstrapDrops(ImmutableArray<double> Drops)
{
    /// <summary>The file's name in a stage's result.</summary>
    public const string FileName = "drops.json";

    /// <param name="confidence">0.5 or more, below 1: the chance with which the drop is no larger.</param>
    /// <returns>In points of mAP50-95; below 0 for a model that is better. Null where nothing is known.</returns>
    public double? AtMost(double confidence) => Drops.IsEmpty ? null : Quantiles.At(Drops.AsSpan(), confidence);

    public string Write() => JsonSerializer.Serialize(this);

    /// <exception cref="JsonException">Not what was written.</exception>
    public static BootstrapDrops Read(string path) =>
        JsonSerializer.Deserialize<BootstrapDrops>(File.ReadAllText(path))
        ?? throw new JsonException($"'{path}' holds nothing.");
}
