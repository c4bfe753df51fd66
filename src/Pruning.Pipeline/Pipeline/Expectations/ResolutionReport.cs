using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Reporting;

namespace Pruning.Pipeline.Expectations;

/// <summary>At how many pixels a pruned network looks at its pictures, and what that was chosen by.</summary>
/// <param name="ImageSize">Side of the pictures that the model takes, in pixels.</param>
/// <param name="Resolution">Side of what its network sees; at most <paramref name="ImageSize"/>.</param>
/// <param name="Dense">mAP50-95 of the dense network on the validation images, 0 to 1.</param>
/// <param name="Trials">The whole size first, then from the largest to the smallest.</param>
/// <param name="Because">Why it came to that, as the end of a sentence.</param>
public sealed record ResolutionReport(
    int ImageSize,
    int Resolution,
    double Dense,
    ImmutableArray<ResolutionTrial> Trials,
    string Because
)
{
    /// <summary>What an exchange of the activations would leave; null where that was not asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ActivationTrial? Activation { get; init; }

    /// <summary>Whether the resolution was chosen, and not the project's.</summary>
    public bool IsChosen { get; init; } = true;

    /// <summary>As reports show it.</summary>
    public ImmutableArray<AutomaticChoice> ToChoices() =>
        [.. new[] { IsChosen ? ToChoice() : null, Activation?.ToChoice() }.OfType<AutomaticChoice>()];

    private AutomaticChoice ToChoice() =>
        new(
            OptionCatalogue.Resolution.Name,
            Resolution.ToString(CultureInfo.InvariantCulture),
            Trials.IsEmpty
                ? Because
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Because}; mAP50-95 on the validation images, dense {Dense:0.000}, right after the cut and "
                        + $"expected after training: {string.Join(", ", Trials.Select(trial => trial.ToString()))}"
                )
        );
}

/// <summary>What was found out of one resolution. All mAP50-95 on the validation images, 0 to 1.</summary>
/// <param name="Whole">Of the dense network at this resolution, nothing cut and nothing trained.</param>
/// <param name="Fitted">
/// After the cut that the targets leave to this resolution, its weights fitted and nothing trained; 0 where no cut
/// meets them.
/// </param>
/// <param name="Expected">After training, or as <paramref name="Fitted"/> where nothing is trained.</param>
public sealed record ResolutionTrial(int Resolution, double Whole, double Fitted, double Expected)
{
    /// <summary>The metric of the gate that such a network could not pass; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefusedBy { get; init; }

    public override string ToString() =>
        RefusedBy is { } gate
            ? string.Create(CultureInfo.InvariantCulture, $"{Resolution} px refused by the gate on {gate}")
            : string.Create(CultureInfo.InvariantCulture, $"{Resolution} px {Fitted:0.000} and {Expected:0.000}");
}

/// <summary>What was found out of an exchange of the pruned network's activations.</summary>
/// <param name="Kind">Tried in the place of the network's.</param>
/// <param name="Dense">mAP50-95 of the dense network on the validation images, 0 to 1.</param>
/// <param name="Fitted">
/// Likewise of the pruned one after the exchange, its weights fitted and nothing trained; null where the dense one has
/// hardly learnt the classes, so that nothing can be told.
/// </param>
public sealed record ActivationTrial(ActivationKind Kind, double Dense, double? Fitted)
{
    /// <summary>Whether training is expected to bring back what the exchange takes.</summary>
    [JsonIgnore]
    public bool IsTaken => Fitted >= AccuracyModel.Enough * Dense;

    /// <summary>What takes the place of the network's activations; null keeps them.</summary>
    [JsonIgnore]
    public ActivationKind? Chosen => IsTaken ? Kind : null;

    /// <summary>As reports show it.</summary>
    public AutomaticChoice ToChoice() =>
        new(
            OptionCatalogue.Activation.Name,
            ActivationChoice.NameOf(Chosen),
            Fitted is { } fitted
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ActivationChoice.NameOf(Kind)} leaves {fitted:0.000} of mAP50-95 {Dense:0.000} on the validation "
                        + $"images before anything is trained, and training is {(IsTaken ? "" : "not ")}expected to bring back the rest"
                )
                : "the dense network has hardly learnt the classes, so nothing can be told of another"
        );
}
