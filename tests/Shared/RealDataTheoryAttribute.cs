using Xunit;
using Xunit.Sdk;

namespace Pruning.Testing;

/// <summary>The <see cref="RealDataFactAttribute"/> of theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
[TraitDiscoverer("Xunit.Sdk.TraitDiscoverer", "xunit.core")]
internal sealed class RealDataTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    public RealDataTheoryAttribute(string trait = "Category", string value = RealDataFactAttribute.Category)
    {
        _ = (trait, value);
        Skip = RealDataFactAttribute.Absence;
    }
}
