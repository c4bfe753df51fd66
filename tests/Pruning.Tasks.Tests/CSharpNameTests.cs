namespace Pruning.Tasks.Tests;

/// <summary>That C# takes these names, and takes them without a warning, the integration tests show.</summary>
public sealed class CSharpNameTests
{
    [Theory]
    [InlineData("Detector", "Detector")]
    [InlineData("my-detector.v2", "my_detector_v2")]
    [InlineData("Zelle µ", "Zelle_µ")]
    [InlineData("2nd", "_2nd")]
    [InlineData("class", "@class")]
    [InlineData("required", "@required")]
    [InlineData("night", "@night")]
    [InlineData("PrunedModels", "_PrunedModels")]
    [InlineData("Labels", "_Labels")]
    [InlineData("ToString", "_ToString")]
    [InlineData("__arglist", "___arglist")]
    [InlineData("", "_")]
    public void A_models_name_becomes_a_class_name(string name, string expected) =>
        Assert.Equal(expected, CSharpName.Class(name));

    [Theory]
    [InlineData("Ward.App", "Ward.App")]
    [InlineData("my-app.2nd class", "my_app._2nd_class")]
    [InlineData("Company.class", "Company.@class")]
    [InlineData("@event.Labels", "@event.Labels")]
    [InlineData("A..B. ", "A.B")]
    [InlineData("", "")]
    public void A_root_namespace_becomes_one_that_compiles(string name, string expected) =>
        Assert.Equal(expected, CSharpName.Namespace(name));
}
