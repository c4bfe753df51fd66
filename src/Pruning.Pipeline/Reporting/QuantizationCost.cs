using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;

namespace Pruning.Reporting;

/// <summary>What integers cost of the accuracy.</summary>
/// <param name="FloatMap5095">mAP50-95 of the file in floats, 0 to 1.</param>
/// <param name="Map5095">Of the file in integers.</param>
/// <param name="Budget">What may be lost.</param>
/// <param name="Returned">Layers that returned to floats for it, the costliest first.</param>
public sealed record QuantizationCost(
    double FloatMap5095,
    double Map5095,
    double Budget,
    ImmutableArray<string> Returned
)
{
    /// <summary>Whether that is within the budget.</summary>
    [JsonIgnore]
    public bool Holds => FloatMap5095 - Map5095 <= Budget;

    /// <param name="diagnostics">Told where it is more than may be lost (PRUNE6012).</param>
    public void Warn(IDiagnosticSink diagnostics)
    {
        if (!Holds)
            diagnostics.Report(
                PruneDiagnostic.Of(
                    Codes.AccuracyBudgetMissed,
                    $"8-bit integers cost {this}, whichever layers return to floats. In a project, Quantization "
                        + "'auto' ships floats then, and gates judge what ships. Allow more, or train with more images."
                )
            );
    }

    /// <summary>For people.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{FloatMap5095 - Map5095:0.0000} of mAP50-95 {FloatMap5095:0.0000}, where {Budget:0.0000} may be lost"
        );
}
