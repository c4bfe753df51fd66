using Microsoft.Build.Utilities;

namespace Pruning.Tasks.Tests;

public sealed class GeneratePrunedModelsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RecordingBuildEngine _build = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Detector", "Detector")]
    [InlineData("my-detector.v2", "my_detector_v2")]
    [InlineData("2nd", "_2nd")]
    [InlineData("class", "@class")]
    [InlineData("PrunedModels", "_PrunedModels")]
    public void A_models_name_becomes_a_class_name(string name, string expected) => Assert.Equal(expected, ModelAccessor.Identifier(name));

    [Fact]
    public System.Threading.Tasks.Task The_accessor_reads_well() => Verify(Generate(Model("Detector", "Resource", "Detector.onnx"), Model("night", "Content", "models/night.onnx"), Model("bare", "None", "")));

    [Fact]
    public void A_label_stays_text_whatever_it_holds()
    {
        var source = Generate(Model("Detector", "Resource", "Detector.onnx", "<Label>\"; System.Environment.Exit(1); //\\&#10;é</Label>"));

        Assert.Contains("""{ "\"; System.Environment.Exit(1); //\\\u000a\u00e9" }""", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not xml")]
    [InlineData("""<PrunedModel Version="2" />""")]
    [InlineData("""<PrunedModel Version="1" Name="Detector" ImageWidth="x" ImageHeight="320" Stride="32" Sha256="ab" />""")]
    [InlineData("""<!DOCTYPE a [<!ENTITY b "c">]><PrunedModel Version="1" Name="&b;" />""")]
    public void A_damaged_description_is_an_error_with_a_code(string text)
    {
        _folder.Write("Detector.model.xml", text);
        var item = new TaskItem("Detector.onnx");
        item.SetMetadata("ModelDescription", _folder.PathOf("Detector.model.xml"));

        Assert.False(NewTask(item).Execute());

        Assert.Equal("PRUNE0203", Assert.Single(_build.Errors).Code);
        Assert.False(File.Exists(_folder.PathOf("PrunedModels.g.cs")));
    }

    private string Generate(params TaskItem[] models)
    {
        Assert.True(NewTask(models).Execute());
        return File.ReadAllText(_folder.PathOf("PrunedModels.g.cs"));
    }

    private GeneratePrunedModels NewTask(params TaskItem[] models) =>
        new() { BuildEngine = _build, Models = models, Namespace = "Ward.App", OutputFile = _folder.PathOf("PrunedModels.g.cs") };

    private TaskItem Model(string name, string embedAs, string logicalName, string labels = "<Label>red cell</Label><Label>white cell</Label>")
    {
        var description = _folder.Write(name + ".model.xml", $"""
            <PrunedModel Version="1" Name="{name}" ImageWidth="320" ImageHeight="256" Stride="32" Sha256="ab12">{labels}
              <Metric Name="mAP50" Value="0.875" />
            </PrunedModel>
            """);
        var item = new TaskItem(name + ".onnx");
        item.SetMetadata("ModelDescription", description);
        item.SetMetadata("EmbedAs", embedAs);
        item.SetMetadata("LogicalName", logicalName);
        return item;
    }
}
