using System.Text.Json.Serialization;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>What <c>export</c> tells of a project's model.</summary>
/// <param name="Project">Full path.</param>
/// <param name="Model"><c>pruned</c>, or <c>baseline</c>: the dense network that it is compared with.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="FileSize">In bytes.</param>
/// <param name="Map5095">As the build measured it, a fraction; null where there was nothing to measure.</param>
internal sealed record ProjectExportOutput(
    string Project,
    string Model,
    string Output,
    long FileSize,
    int ImageSize,
    long Parameters,
    [property: JsonPropertyName("mAP50-95")] double? Map5095
)
{
    public void Write(TextWriter writer) =>
        writer.WriteLine(
            $"{Output}: the {(Model == "baseline" ? "dense baseline" : "pruned model")}, "
                + $"{Numbers.Count(FileSize)} bytes, {ImageSize} px, {Numbers.Count(Parameters)} parameters, mAP50-95 "
                + $"{Numbers.Metric(Map5095)}"
        );
}
