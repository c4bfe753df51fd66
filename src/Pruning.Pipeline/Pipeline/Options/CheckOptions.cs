using System.Text.Json.Serialization;

namespace Pruning.Pipeline.Options;

/// <summary>What of a project can be checked on its base model, before anything is trained.</summary>
/// <param name="TrainsBaseline">Whether there is dense training.</param>
/// <param name="Prune">The cut, which must be possible.</param>
/// <param name="Base">The network to start from, which the step that imports it has among its inputs.</param>
/// <param name="Resolution">As the project states it; null for auto.</param>
public sealed record CheckOptions(
    bool TrainsBaseline,
    [property: JsonIgnore] int SparseEpochs,
    PruneOptions Prune,
    [property: JsonIgnore] ImportOptions Base,
    [property: JsonIgnore] int? Resolution
)
{
    /// <summary>Whether there is sparse training.</summary>
    public bool TrainsSparsely => SparseEpochs > 0;

    /// <summary>Who teaches, if anybody.</summary>
    [JsonIgnore]
    public DistillationChoice? Distillation { get; init; }

    public static CheckOptions Of(ProjectOptions project) =>
        new(
            project.Train.Epochs > 0,
            project.SparseTrain.Epochs,
            project.Prune.OfPlan,
            project.Import,
            project.Resolution
        )
        {
            Distillation = project.FineTune.Distillation,
        };
}
