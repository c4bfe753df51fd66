using Pruning.Diagnostics;
using Pruning.Training;

namespace Pruning.Pipeline.Tuning;

/// <summary>A hyper-parameter of YOLOv5's yaml, or a property of the project, that a search may change.</summary>
/// <param name="Name">As the yaml or the project has it.</param>
/// <param name="Key">Of the yaml; null for a property.</param>
/// <param name="Location">Where the search space says so; null where it is one of the built-in space.</param>
internal sealed record TunedParameter(
    string Name,
    ParameterDomain Domain,
    HyperparameterKey? Key = null,
    SourceLocation? Location = null
)
{
    /// <summary>Values of which at least two differ where the parameter does anything.</summary>
    public IEnumerable<string> Ends =>
        Domain switch
        {
            ValueChoices choices => choices.Values,
            _ => [Domain.ValueAt(0), Domain.ValueAt(1)],
        };
}
