using Xunit;

namespace Pruning.Testing;

/// <summary>A test on real models and images; skipped, with a plain message, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (TestData.Root is null)
            Skip = "The reference data is not here: set PRUNING_TESTDATA to its folder, or place it at ../shared/data beside the checkout.";
    }
}
