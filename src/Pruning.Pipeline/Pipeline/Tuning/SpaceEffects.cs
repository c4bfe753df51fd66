using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Pipeline.Stages;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// Finds out, by fingerprints alone, whether the parameters of a search do anything in a project: what no stage's
/// fingerprint depends on changes no result.
/// </summary>
internal sealed class SpaceEffects(TrialProject project)
{
    /// <summary>Those of the built-in space that this project has a use for.</summary>
    public ImmutableArray<TunedParameter> Useful(ImmutableArray<TunedParameter> space) =>
        [.. space.Where(parameter => Refusal(parameter) is null)];

    /// <summary>Refuses the first parameter that the project cannot have, or that changes nothing in it.</summary>
    /// <exception cref="PruneException">PRUNE0115, at the parameter's line.</exception>
    public void Require(ImmutableArray<TunedParameter> space)
    {
        foreach (var parameter in space)
        {
            if (Refusal(parameter) is { } why)
                throw new PruneException(
                    Codes.InvalidSearchSpace,
                    $"The search space cannot be used with this project: {why}",
                    parameter.Location
                );
        }
    }

    private string? Refusal(TunedParameter parameter)
    {
        var ends = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in parameter.Ends)
        {
            try
            {
                ends.Add(Result(parameter.Name, value));
            }
            catch (PruneException refusal)
            {
                return $"'{parameter.Name}' with {value} is refused. {refusal.Diagnostic.Message}";
            }
        }

        return ends.Count > 1
            ? null
            : $"'{parameter.Name}' changes nothing in it, so trials that differ in it would be the same. Remove it from "
                + $"the space, or switch on in the project what it belongs to.";
    }

    private string Result(string name, string value)
    {
        var values = Trial.Defaults.Values.Add(name, value);
        return StagePlan
            .Make(TrialProject.Stages(project.With(values, 1), isWhole: false), StageKind.Evaluate, _ => null)
            .Single(step => step.Stage.Name == StepNames.Evaluate)
            .Fingerprint.Hex;
    }
}
