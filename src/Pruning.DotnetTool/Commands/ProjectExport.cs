using Pruning.Diagnostics;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Stages;
using Pruning.Pipeline.Store;
using Pruning.Reporting;
using Pruning.Storage;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>export</c> of a project: the ONNX file of its pruned model or of its dense baseline, as a finished build measured
/// it. Nothing is made.
/// </summary>
internal static class ProjectExport
{
    /// <summary>Whether a model that a command line names is a project, or the folder of one.</summary>
    public static bool IsProject(string model) =>
        Directory.Exists(model)
        || string.Equals(Path.GetExtension(model), ".pruneproj", StringComparison.OrdinalIgnoreCase);

    /// <param name="model">A project, or its folder.</param>
    /// <param name="baseline">The dense baseline instead of the pruned model.</param>
    /// <param name="output">The file to write; null for the project's name in the current folder.</param>
    /// <exception cref="PruneException">
    /// PRUNE9004: no build of the project has finished. PRUNE6005: the file cannot be written.
    /// </exception>
    public static ProjectExportOutput Run(
        CommandScope scope,
        string model,
        bool baseline,
        string? output,
        CancellationToken cancellation
    )
    {
        var request = ProjectRequest.Read(
            ProjectRequestWriter.Write(ProjectPath.Find(model), [], scope.Work.Say, cancellation)
        );
        var (export, evaluate) = baseline
            ? (StepNames.ExportBaseline, StepNames.EvaluateBaseline)
            : (StepNames.Quantize, StepNames.Evaluate);
        var entries = new ProjectView(request, scope.Work).Stored([export, evaluate], cancellation);
        var accuracy = ReportJson.Read<AccuracyReport>(entries[1].PathOf(AccuracyReport.FileName));
        var summary = ReportJson.Read<ModelSummary>(entries[0].PathOf(ModelSummary.FileName));
        var onnx = ShippedModel.Make(
            File.ReadAllBytes(entries[0].PathOf(StageFiles.Onnx)),
            accuracy.F1Confidence,
            OptionCatalogue.IncludeNms.Read(request),
            request.Name
        );
        var path = Path.GetFullPath(output ?? $"{request.Name}{(baseline ? ".dense" : "")}.onnx");
        if (!baseline)
            onnx = Published(request, onnx);
        Write(path, onnx);
        return new ProjectExportOutput(
            request.ProjectPath,
            baseline ? "baseline" : "pruned",
            path,
            onnx.LongLength,
            summary.ImageSize,
            summary.Parameters,
            accuracy.Metrics.Map5095
        );
    }

    // With what the build has written behind it: a signature is over that too.
    private static byte[] Published(ProjectRequest request, byte[] measured)
    {
        var path = new OutputFolder(request.OutputDirectory, request.Name).ModelPath;
        return File.Exists(path) && File.ReadAllBytes(path) is var published && published.AsSpan().StartsWith(measured)
            ? published
            : measured;
    }

    private static void Write(string path, byte[] onnx)
    {
        try
        {
            AtomicFile.Write(path, onnx);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(
                Codes.ExportNotWritten,
                $"The ONNX file '{path}' cannot be written: "
                    + $"{(Directory.Exists(path) ? "it is a folder" : failure.Message.TrimEnd('.'))}. The model is "
                    + $"kept in the cache. Name another file with --output.",
                inner: failure
            );
        }
    }
}
