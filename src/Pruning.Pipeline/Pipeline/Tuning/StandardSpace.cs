using System.Collections.Immutable;
using System.Globalization;
using Pruning.Pipeline.Options;
using Pruning.Training;

namespace Pruning.Pipeline.Tuning;

/// <summary>
/// What is searched where nobody says otherwise: rate, momentum, decay, gains, augmentation, sparsity and distillation,
/// around the values that the project has.
/// </summary>
internal static class StandardSpace
{
    // By these factors rates, decays and gains are off where they are off.
    private static readonly ImmutableArray<(string Name, double Factor)> Ratios =
    [
        ("lr0", 5),
        ("lrf", 5),
        ("weight_decay", 5),
        ("box", 3),
        ("cls", 3),
        ("obj", 3),
        (OptionCatalogue.DistillationOutputWeight.Name, 4),
        (OptionCatalogue.DistillationFeatureWeight.Name, 4),
    ];

    // From 0 to twice the project's value; where that is 0, to this.
    private static readonly ImmutableArray<(string Name, double Otherwise)> Amounts =
    [
        ("hsv_h", 0.03),
        ("hsv_s", 0.9),
        ("hsv_v", 0.8),
        ("translate", 0.2),
        ("scale", 0.9),
        ("mixup", 0.3),
    ];

    private static readonly ImmutableArray<string> Penalties = ["auto", "0.0001", "0.001", "0.01"];

    /// <param name="valueInProject">As a project or its yaml has it; null for none.</param>
    /// <returns>More than every project has a use for: who asks leaves away what does nothing.</returns>
    public static ImmutableArray<TunedParameter> Around(Func<string, string?> valueInProject) =>
        [
            .. Ratios
                .Select(one => Ratio(one.Name, one.Factor, Value(valueInProject, one.Name)))
                .OfType<TunedParameter>(),
            Momentum(Value(valueInProject, "momentum")),
            .. Amounts.Select(one => Amount(one.Name, one.Otherwise, Value(valueInProject, one.Name))),
            Of("mosaic", new NumberRange(0, 1, IsLogarithmic: false)),
            Of(OptionCatalogue.SparsityPenalty.Name, new ValueChoices(Penalties)),
        ];

    private static TunedParameter? Ratio(string name, double factor, double value) =>
        value > 0
            ? Of(name, new NumberRange(value / factor, Math.Min(value * factor, MaximumOf(name)), IsLogarithmic: true))
            : null;

    private static TunedParameter Amount(string name, double otherwise, double value) =>
        Of(
            name,
            new NumberRange(0, Math.Min(value > 0 ? 2 * value : otherwise, MaximumOf(name)), IsLogarithmic: false)
        );

    // What counts is how far it is from 1.
    private static TunedParameter Momentum(double value) =>
        Of(
            "momentum",
            new NumberRange(Math.Max(0, 1 - (2 * (1 - value))), 1 - ((1 - value) / 3), IsLogarithmic: false)
        );

    private static double Value(Func<string, string?> valueInProject, string name) =>
        double.TryParse(valueInProject(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : 0;

    private static double MaximumOf(string name) => ParameterKind.Find(name)!.Key?.Maximum ?? double.MaxValue;

    private static TunedParameter Of(string name, ParameterDomain domain) =>
        new(name, domain, ParameterKind.Find(name)!.Key);
}
