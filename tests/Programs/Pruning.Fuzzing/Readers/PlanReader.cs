using System.Text;
using Pruning.Pruners;

namespace Pruning.Fuzzing.Readers;

/// <summary>The plan of a cut.</summary>
internal sealed class PlanReader()
    : Reader("plan", "Pruning.Pruners.PrunePlan", "Pruning.Pruners.GroupPlan", "Pruning.Pruners.LayerPlan")
{
    public override bool HasPlace => false;

    public override string? Read(byte[] input, string folder)
    {
        var plan = PrunePlan.FromJson(Encoding.UTF8.GetString(input));
        return $"{plan.Importance} {plan.Groups.Length} {plan.Layers.Length}";
    }
}
