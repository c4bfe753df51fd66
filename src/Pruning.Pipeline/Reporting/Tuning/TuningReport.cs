using System.Collections.Immutable;
using Pruning.Storage;

namespace Pruning.Reporting.Tuning;

/// <summary>A search for better training and pruning options: <c>tuning.json</c>.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Name">The project's.</param>
/// <param name="Seed">Of the draws.</param>
/// <param name="Trials">That were asked for, the project as it stands included.</param>
/// <param name="Eta">Of how many trials one goes on to the next rung.</param>
/// <param name="Split">The images that trials are measured on.</param>
/// <param name="Space">What was searched.</param>
/// <param name="Rungs">The shortest trainings first.</param>
/// <param name="Runs">In the order of the search, as far as it has come.</param>
/// <param name="Outcome">Null while the search goes on.</param>
public sealed record TuningReport(
    int Version,
    string Name,
    int Seed,
    int Trials,
    int Eta,
    string Split,
    ImmutableArray<TuningParameter> Space,
    ImmutableArray<TuningRung> Rungs,
    ImmutableArray<TuningRunReport> Runs,
    TuningOutcome? Outcome
)
{
    public const int CurrentVersion = 1;

    public string ToJson() => ReportJson.Write(this);
}

/// <summary>A parameter of the search: a range, or choices.</summary>
/// <param name="Project">Its value in the project; null for none.</param>
/// <param name="Minimum">Null for choices, like the two that follow.</param>
/// <param name="Scale"><c>log</c> or <c>linear</c>.</param>
/// <param name="Choices">Null for a range.</param>
public sealed record TuningParameter(
    string Name,
    string? Project,
    double? Minimum,
    double? Maximum,
    string? Scale,
    ImmutableArray<string>? Choices
);

/// <summary>How long some of the trials train.</summary>
/// <param name="Share">Of the project's epochs.</param>
/// <param name="Epochs">Of all trainings together.</param>
public sealed record TuningRung(double Share, int Epochs);

/// <summary>A trial, trained for a share of the epochs.</summary>
/// <param name="Trial">From 1; the first is the project as it stands.</param>
/// <param name="Rung">From 1, the shortest trainings, on.</param>
/// <param name="Values">By parameter; empty for the project as it stands.</param>
/// <param name="Map5095">On the validation images, 0 to 1; null where it was not measured.</param>
/// <param name="Refusal">Why the trial cannot be chosen; null where it can.</param>
/// <param name="Epochs">Trained for it, beyond what earlier trials had left.</param>
/// <param name="Seconds">What it took.</param>
public sealed record TuningRunReport(
    int Trial,
    int Rung,
    ImmutableSortedDictionary<string, string> Values,
    double? Map5095,
    string? Refusal,
    int Epochs,
    double Seconds
);

/// <summary>What a search came to. All accuracies are of whole trainings, on the validation images.</summary>
/// <param name="Defaults">mAP50-95 of the project as it stands; null where it was not measured.</param>
/// <param name="DefaultsRefusal">Why the project as it stands could not be chosen; null where it could.</param>
/// <param name="Winner">The trial that was chosen.</param>
/// <param name="Map5095">Its mAP50-95.</param>
/// <param name="WinnerRefusal">What it fails, where no trial fails nothing; else null.</param>
/// <param name="Values">By parameter; empty where the project as it stands was best.</param>
/// <param name="Whole">How many trials were trained for the whole time, the project as it stands included.</param>
/// <param name="Images">That accuracies were measured on.</param>
/// <param name="Confidence">
/// The share of paired draws of the images in which the winner is better than the project as it stands; null where there
/// is nothing to compare.
/// </param>
public sealed record TuningOutcome(
    double? Defaults,
    string? DefaultsRefusal,
    int Winner,
    double Map5095,
    string? WinnerRefusal,
    ImmutableSortedDictionary<string, string> Values,
    int Whole,
    int Images,
    double? Confidence
)
{
    /// <summary>Whether something was found that measured better.</summary>
    public bool IsBetter => Winner != 1;
}
