using Pruning.Diagnostics;
using Pruning.Onnx;
using Pruning.Pipeline.Previews;
using Pruning.Pipeline.Reuse;

namespace Pruning.Pipeline.Runs;

/// <summary>What the tests of whole runs share: a small drawn project, and words for what a run did.</summary>
public abstract class PipelineRunTest : IDisposable
{
    private readonly TinyClone _clone = new();

    private protected TinyClone Clone => _clone;

    public void Dispose()
    {
        _clone.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string Output(string name) => Clone.PathOf(Path.Combine("obj/pruning", name));

    private protected PipelineResult RunTo(
        StageKind target,
        ProjectRequest request,
        IProgress<PipelineEvent>? listener = null,
        CancellationToken cancellation = default
    ) => Clone.Pipeline(request, listener).RunTo(target, cancellation);

    private protected BuildPreview Preview(ProjectRequest request) => Clone.View(request).Preview(_ => { });

    private protected static string Ran(PipelineResult result) => TinyClone.Steps(result, StageOutcome.Ran);

    /// <summary>A file that a step has left in the store.</summary>
    private protected static string FileOf(PipelineResult result, string step, string file = "model.safetensors") =>
        result.Steps.Single(each => each.Name == step).Entry!.PathOf(file);

    private protected static string Outcomes(BuildPreview preview, string outcome) =>
        string.Join(' ', preview.Steps.Where(step => step.Outcome == outcome).Select(step => step.Name));

    /// <summary>The bytes that the bill of materials takes in the published model.</summary>
    private protected int BillLength() =>
        OnnxBom.Append([], OnnxBom.Read(File.ReadAllBytes(Output("Detector.onnx")), "shipped")!).Length;

    /// <summary>Why a run to training ends, and the line of the project that it names.</summary>
    private protected (DiagnosticCode Code, int Line) Refused(ProjectRequest request)
    {
        var refusal = Assert.Throws<PruneException>(() => RunTo(StageKind.Train, request));
        return (refusal.Code, refusal.Diagnostic.Location?.Line ?? 0);
    }

    private protected sealed class Listener(Action<PipelineEvent> listen) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => listen(value);
    }
}
