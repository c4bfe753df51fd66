using Xunit;
using Xunit.Sdk;

namespace Pruning.Testing;

/// <summary>
/// A test on real models and images, of the category RealData; skipped, with a plain message, where they are absent.
/// </summary>
/// <remarks>Tests do not set the parameters: xunit's own discoverer of traits reads them.</remarks>
[AttributeUsage(AttributeTargets.Method)]
[TraitDiscoverer("Xunit.Sdk.TraitDiscoverer", "xunit.core")]
internal sealed class RealDataFactAttribute : FactAttribute, ITraitAttribute
{
    public const string Category = "RealData";

    public RealDataFactAttribute(string trait = "Category", string value = Category)
    {
        _ = (trait, value);
        Skip = Absence;
    }

    /// <summary>Why such a test is skipped here; null where it runs.</summary>
    public static string? Absence =>
        TestData.Root is null
            ? "The reference data is not here: set PRUNING_TESTDATA to its folder, or place it at ../shared/data "
                + "beside the checkout."
            : null;
}
