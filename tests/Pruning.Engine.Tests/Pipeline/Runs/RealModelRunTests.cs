using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Testing;

namespace Pruning.Pipeline.Runs;

/// <summary>
/// Runs that only the published weights and real pictures can show: official weights, and an ONNX file that another
/// tool has written.
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class RealModelRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiagnosticList _diagnostics = new();

    public void Dispose() => _folder.Dispose();

    [RealDataFact]
    public void Official_weights_are_taken_by_name_and_known_by_content()
    {
        SmallBloodCells.Write(_folder);
        Directory.CreateDirectory(_folder.PathOf("cache/weights/v7.0"));
        File.Copy(TestData.PathOf("yolov5n.pt"), _folder.PathOf("cache/weights/v7.0/yolov5n.pt"));
        var byPath = Request(TestData.PathOf("yolov5n.pt"), "");
        var byName = Request("yolov5n.pt", "");

        var notes = new List<string>();
        var listener = new Listener(step =>
            notes.AddRange(step is StepNote { Step: "import" } note ? [note.Message] : [])
        );
        Assert.Equal(
            "import import-check",
            Ran(new PipelineRun(byPath, _diagnostics, listener).RunTo(StageKind.Import))
        );
        Assert.Equal(
            [
                "transferred 285 of 291 tensors of yolov5n.pt, and the head's outputs for boxes and objectness; "
                    + "its class outputs start anew, for 3 classes instead of 80",
            ],
            notes
        );
        Assert.Equal("", Ran(new PipelineRun(byName, _diagnostics).RunTo(StageKind.Import)));

        // What a yaml beside weights says is an input too.
        File.WriteAllText(_folder.PathOf("cache/weights/v7.0/yolov5n.yaml"), "activation: nn.SiLU()");
        Assert.Equal("import import-check", Ran(new PipelineRun(byName, _diagnostics).RunTo(StageKind.Import)));

        File.WriteAllText(_folder.PathOf("cache/weights/v7.0/yolov5n.pt"), "something else");
        Assert.Equal(Codes.OfficialWeightsDiffer, Refused(byName));
    }

    [RealDataFact]
    [Trait("Category", "Slow")]
    public void An_onnx_file_as_base_model_is_trained_cut_by_weight_norms_and_exported()
    {
        SmallBloodCells.Write(_folder);
        var model = TestData.PathOf("reference/yolov5n_320.onnx");
        var result = new PipelineRun(
            Request(model, "<FineTuneEpochs>1</FineTuneEpochs><Importance>l2</Importance>"),
            _diagnostics
        ).RunTo(StageKind.Gate);

        Assert.True(result.Passed);
        Assert.Equal(
            (Codes.FoldedBaseModel, 3),
            (_diagnostics.Items[0].Code, _diagnostics.Items[0].Location!.Value.Line)
        );
        string ModelOf(string step) =>
            result.Steps.Single(each => each.Name == step).Entry!.PathOf("model.safetensors");
        Assert.Equal(File.ReadAllBytes(ModelOf("train")), File.ReadAllBytes(ModelOf("sparse-train")));
        Assert.InRange(
            result.Report!.Model.Summary.Flops,
            0.45 * result.Report.Baseline.Summary.Flops,
            0.5 * result.Report.Baseline.Summary.Flops
        );
        Assert.Equal("yolov5n_320.onnx", SafetensorsFile.Load(ModelOf("fine-tune")).Provenance["base.file"]);

        Assert.Equal(Codes.NothingToPrune, Refused(Request(model, "<Importance>bn-scale</Importance>")));
    }

    private static string Ran(PipelineResult result) =>
        string.Join(' ', result.Steps.Where(step => step.Outcome == StageOutcome.Ran).Select(step => step.Name));

    private DiagnosticCode Refused(ProjectRequest request) =>
        Assert.Throws<PruneException>(() => new PipelineRun(request, _diagnostics).RunTo(StageKind.Train)).Code;

    private ProjectRequest Request(string model, string properties) =>
        ProjectRequest.Read(
            ProjectFiles.Write(
                _folder,
                $"""
                <Project Sdk="Pruning.Tasks">
                  <PropertyGroup>
                    <BaseModel>{model}</BaseModel>
                    <Dataset>data/cells.yaml</Dataset>
                    <ImageSize>96</ImageSize><BatchSize>4</BatchSize><Device>cpu</Device><Precision>fp32</Precision>
                    <TrainEpochs>1</TrainEpochs><SparseEpochs>1</SparseEpochs><ImitationSteps>2</ImitationSteps>
                    {properties}
                  </PropertyGroup>
                  <ItemGroup><SparsityTarget Include="Flops" Reduction="50%" /></ItemGroup>
                </Project>
                """
            )
        );

    private sealed class Listener(Action<PipelineEvent> listen) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => listen(value);
    }
}
