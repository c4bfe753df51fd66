using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Pipeline.Durations;
using Pruning.Pipeline.Expectations;
using Pruning.Reporting;

namespace Pruning.Pipeline.Previews;

/// <summary>What a build would do and make, found out in seconds: nothing is trained and nothing is stored.</summary>
/// <param name="Name">The project's.</param>
/// <param name="ImageSize">Side of the network's input in pixels; operations are for one such image.</param>
/// <param name="PlannedOn">The step whose network the cut was planned on.</param>
/// <param name="IsNetworkToPrune">
/// Whether that is the very network that the build would cut; otherwise trainings that are still to run will change
/// which channels go.
/// </param>
/// <param name="Remark">The same for people.</param>
/// <param name="Targets">In the project's order; empty where the plan failed.</param>
/// <param name="Before">Of the dense network; null where the plan failed before it was counted.</param>
/// <param name="After">Of the pruned network; null where the plan failed.</param>
/// <param name="Layers">Every convolution, in graph order; empty where the plan failed.</param>
/// <param name="Error">Why the build would fail before it trains, or null.</param>
public sealed record BuildPreview(
    string Name,
    int ImageSize,
    ImmutableArray<PreviewStep> Steps,
    string PlannedOn,
    bool IsNetworkToPrune,
    string Remark,
    ImmutableArray<PreviewTarget> Targets,
    PreviewCost? Before,
    PreviewCost? After,
    ImmutableArray<PreviewLayer> Layers,
    PreviewError? Error
)
{
    /// <summary>
    /// The planned costs against the locked baseline; empty where there is none, or no plan. What accuracy will be,
    /// only the build says.
    /// </summary>
    public ImmutableArray<LockedRow> Locked { get; init; } = [];

    /// <summary>What the properties come to that the project leaves to the build.</summary>
    public ImmutableArray<AutomaticChoice> Choices { get; init; } = [];

    /// <summary>
    /// How long the build is expected to take, in words; null where there is nothing to do, or nothing to tell by.
    /// </summary>
    public string? Expected { get; init; }

    /// <summary>
    /// What accuracy the trainings after the cut are expected to reach; null where the network that is to be cut is not
    /// there yet, is cut already, or nothing tells.
    /// </summary>
    public ExpectedAccuracy? Accuracy { get; init; }

    /// <summary>
    /// Side in pixels at which the pruned network looks at its pictures; null for <see cref="ImageSize"/>, or where it
    /// is yet to be found out.
    /// </summary>
    public int? Resolution { get; init; }

    /// <summary>The error with its place in the project.</summary>
    [JsonIgnore]
    public PruneDiagnostic? Failure { get; init; }
}

/// <param name="Outcome">
/// willRun, cached (here), willFetch (from the remote cache), skipped (nothing is asked of it) or notNeeded.
/// </param>
/// <param name="Seconds">How long it is expected to take: 0 for what is there, null where nobody knows.</param>
/// <param name="SecondsFrom">
/// How that is known: <c>done</c>, <c>timed</c> (such steps on this machine), <c>trial</c> (a few passes just now),
/// <c>typical</c> (on two cores) or <c>unknown</c>.
/// </param>
public sealed record PreviewStep(
    string Name,
    string Outcome,
    string Fingerprint,
    double? Seconds,
    ForecastBasis SecondsFrom
);

/// <param name="Target">As the project asks: <c>Flops Reduction=50%</c>.</param>
/// <param name="Metric">What it limits.</param>
/// <param name="Dense">The dense network's, in channels, values, operations, bytes or milliseconds.</param>
/// <param name="Limit">The most that may remain.</param>
/// <param name="Planned">The pruned network's.</param>
public sealed record PreviewTarget(string Target, string Metric, double Dense, double Limit, double Planned, bool Met);

/// <param name="Parameters">Trainable values.</param>
/// <param name="NonZero">Those that are not zero.</param>
/// <param name="Flops">For one image, two per multiply-accumulate.</param>
/// <param name="FileSize">Bytes of the exported file.</param>
/// <param name="Channels">Output channels of all convolutions.</param>
/// <param name="LatencyMs">As added up from measured layers; null where no target asks for it.</param>
public sealed record PreviewCost(
    long Parameters,
    long NonZero,
    long Flops,
    long FileSize,
    long Channels,
    double? LatencyMs
);

/// <summary>One convolution, with the batch norm that follows it.</summary>
/// <param name="HeldBecause">Why its channels stay whatever they are worth; empty where they may go.</param>
public sealed record PreviewLayer(
    string Name,
    PreviewLayerCost Before,
    PreviewLayerCost After,
    ImmutableArray<string> HeldBecause
);

/// <summary>What a layer costs.</summary>
/// <param name="Inputs">Channels that it reads.</param>
/// <param name="Outputs">Channels that it gives.</param>
/// <param name="Parameters">Trainable values, its batch norm's among them.</param>
/// <param name="Flops">For one image, two per multiply-accumulate.</param>
/// <param name="FileSize">Bytes of its weights and bias in the exported file.</param>
public sealed record PreviewLayerCost(int Inputs, int Outputs, long Parameters, long Flops, long FileSize);

/// <summary>What would stop the build.</summary>
/// <param name="Code">PRUNE and four digits.</param>
/// <param name="Message">What happened, why it matters, and what to do.</param>
public sealed record PreviewError(string Code, string Message);
