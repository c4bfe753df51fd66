using System.Text.RegularExpressions;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks.Tests;

public sealed partial class GeneratePrunedModelsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RecordingBuildEngine _build = new();
    private bool _hasRuntime;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public System.Threading.Tasks.Task The_accessor_reads_well() =>
        Verify(
            Generate(
                Model("Detector", "Resource", "Detector.onnx"),
                Model("night", "Content", "models/night.onnx"),
                Model("bare", "None", "")
            )
        );

    [Fact]
    public void With_the_runtime_package_a_model_that_is_there_opens_as_a_detector()
    {
        var models = new[] { Model("Detector", "Resource", "Detector.onnx"), Model("bare", "None", "") };
        Assert.DoesNotContain("CreateDetector", Generate(models), StringComparison.Ordinal);
        _hasRuntime = true;
        // Of the one that ships.
        Assert.Single(
            Regex.Matches(Generate(models), @"public static global::Pruning\.Runtime\.Detector CreateDetector\(\)")
        );
    }

    [Fact]
    public void A_signed_model_gives_its_signature_and_opens_with_it()
    {
        _hasRuntime = true;
        var (inside, beside) = (
            Model("Detector", "Resource", "Detector.onnx"),
            Model("night", "Content", "night.onnx")
        );
        Assert.DoesNotContain("ReadSignature", Generate(inside, beside), StringComparison.Ordinal);
        inside.SetMetadata("HasSignature", "true");
        beside.SetMetadata("HasSignature", "true");
        var source = Generate(inside, beside);
        Assert.Contains("Detector(ReadAllBytes(), ReadSignature(), options)", source, StringComparison.Ordinal);
        Assert.Contains("""GetManifestResourceStream(ResourceName + ".sig")""", source, StringComparison.Ordinal);
        Assert.Contains("""ReadAllBytes(FilePath + ".sig")""", source, StringComparison.Ordinal);
        // A file's is looked for only where it is asked for.
        Assert.Contains("Detector.Open(FilePath, options)", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_integers_says_which_session_it_needs()
    {
        const string Remark = "Leave the GraphOptimizationLevel of the InferenceSession's options at ORT_ENABLE_ALL";
        var model = Model("Detector", "Resource", "Detector.onnx");
        Assert.DoesNotContain(Remark, Generate(model), StringComparison.Ordinal);
        var path = model.GetMetadata("ModelDescription");
        File.WriteAllText(
            path,
            File.ReadAllText(path).Replace("Stride=", "Quantized=\"true\" Stride=", StringComparison.Ordinal)
        );
        var source = Generate(model);
        Assert.Contains(Remark, source, StringComparison.Ordinal);
        Assert.Contains("public const bool IsQuantized = true;", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_stays_text_whatever_it_holds()
    {
        var source = Generate(
            Model("Detector", "Resource", "Detector.onnx", "<Label>\"; System.Environment.Exit(1); //\\&#10;é</Label>")
        );

        Assert.Contains("""{ "\"; System.Environment.Exit(1); //\\\u000a\u00e9" }""", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not xml")]
    [InlineData("""<PrunedModel Version="2" />""")]
    [InlineData(
        """<PrunedModel Version="1" Name="Detector" ImageWidth="x" ImageHeight="320" Stride="32" Sha256="ab" />"""
    )]
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

    [Fact]
    public void No_class_has_the_name_of_a_member_of_its_own()
    {
        var source = Generate(Model("a", "Resource", "a.onnx"), Model("b", "Content", "b.onnx"));

        var members = Member().Matches(source).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Equal(12, members.Count);
        Assert.All(members, member => Assert.Equal("_" + member, CSharpName.Class(member)));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("latest", true)]
    [InlineData("8", true)]
    [InlineData("12.0", true)]
    [InlineData("7.3", false)]
    [InlineData("ISO-2", false)]
    public void Nullability_is_spoken_of_where_the_language_knows_it(string languageVersion, bool knows)
    {
        var task = NewTask(Model("Detector", "Resource", "Detector.onnx"));
        task.LanguageVersion = languageVersion;

        Assert.True(task.Execute());

        Assert.Equal(
            knows,
            File.ReadAllText(_folder.PathOf("PrunedModels.g.cs")).Contains("#nullable", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_files_path_has_slashes_on_every_system_and_a_resources_name_stays()
    {
        var source = Generate(Model("a", "Content", """models\a.onnx"""), Model("b", "Resource", """models\b.onnx"""));

        Assert.Contains("\"models/a.onnx\"", source, StringComparison.Ordinal);
        Assert.Contains(
            """
            "models\\b.onnx"
            """,
            source,
            StringComparison.Ordinal
        );
    }

    [GeneratedRegex(@"public (?:static|const) [\w.:<>, \[\]]+? (\w+)(?: =| \{|\()")]
    private static partial Regex Member();

    private string Generate(params TaskItem[] models)
    {
        Assert.True(NewTask(models).Execute());
        return File.ReadAllText(_folder.PathOf("PrunedModels.g.cs"));
    }

    private GeneratePrunedModels NewTask(params TaskItem[] models) =>
        new()
        {
            BuildEngine = _build,
            Models = models,
            Namespace = "Ward.App",
            HasRuntime = _hasRuntime,
            OutputFile = _folder.PathOf("PrunedModels.g.cs"),
        };

    private TaskItem Model(
        string name,
        string embedAs,
        string logicalName,
        string labels = "<Label>red cell</Label><Label>white cell</Label>"
    )
    {
        var description = _folder.Write(
            name + ".model.xml",
            $"""
            <PrunedModel Version="1" Name="{name}" ImageWidth="320" ImageHeight="256" Stride="32" Sha256="ab12">{labels}
              <Metric Name="mAP50" Value="0.875" />
            </PrunedModel>
            """
        );
        var item = new TaskItem(name + ".onnx");
        item.SetMetadata("ModelDescription", description);
        item.SetMetadata("EmbedAs", embedAs);
        item.SetMetadata("LogicalName", logicalName);
        return item;
    }
}
