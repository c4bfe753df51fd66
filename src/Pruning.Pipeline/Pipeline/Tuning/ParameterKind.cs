using System.Collections.Immutable;
using System.Globalization;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Training;

namespace Pruning.Pipeline.Tuning;

/// <summary>A name that a search space may have, and which values make sense for it.</summary>
/// <param name="Key">Of YOLOv5's yaml; null for a property.</param>
/// <param name="Option">The property; null for a key.</param>
internal sealed record ParameterKind(string Name, HyperparameterKey? Key, ProjectOption? Option)
{
    private const string Minimum = "min";
    private const string Maximum = "max";
    private const string Scale = "scale";
    private const string Logarithmic = "log";
    private const string Linear = "linear";

    private const double LeastLogarithmic = 1e-12;

    public static ImmutableArray<string> Names { get; } =
    [
        .. HyperparameterKey.All.Where(key => key.HasEffect).Select(key => key.Name),
        .. TunableOptions.All.Select(option => option.Name),
    ];

    /// <returns>Null for a name that is none.</returns>
    public static ParameterKind? Find(string name) =>
        HyperparameterKey.All.FirstOrDefault(key => key.HasEffect && key.Name == name) is { } key
            ? new ParameterKind(key.Name, key, null)
        : TunableOptions.Find(name) is { } option ? new ParameterKind(option.Name, null, option)
        : null;

    /// <exception cref="UnfitDomainException">The parameter does not take such values.</exception>
    public ParameterDomain Choices(ImmutableArray<string> values)
    {
        foreach (var value in values)
            Check(value);
        if (values.Distinct(StringComparer.OrdinalIgnoreCase).Count() < 2)
            throw new UnfitDomainException(
                $"'{Name}' lists fewer than two different values, which is nothing to search"
            );
        return new ValueChoices(values);
    }

    /// <param name="entries"><c>min</c>, <c>max</c> and perhaps <c>scale</c>.</param>
    /// <inheritdoc cref="Choices"/>
    public ParameterDomain Range(IReadOnlyDictionary<string, string> entries)
    {
        if (Option is not null && !TunableOptions.TakesNumbers(Option))
            throw new UnfitDomainException($"'{Name}' takes {Option.Values}, and no range; give a list of values");
        if (entries.Keys.FirstOrDefault(key => key is not (Minimum or Maximum or Scale)) is { } other)
            throw new UnfitDomainException(
                $"the range of '{Name}' has '{other}', and knows {Minimum}, {Maximum} and "
                    + $"{Scale}.{Suggestion.Sentence(other, [Minimum, Maximum, Scale])}"
            );
        var (low, high) = (Number(entries, Minimum), Number(entries, Maximum));
        if (!(low < high))
            throw new UnfitDomainException(
                $"'{Name}' goes from {Minimum} {entries[Minimum]} to {Maximum} {entries[Maximum]}, and the first has to "
                    + $"be below the second"
            );
        return new NumberRange(
            low,
            high,
            IsLogarithmic(entries, low),
            Option is not null && TunableOptions.TakesWholeNumbers(Option)
        );
    }

    private bool IsLogarithmic(IReadOnlyDictionary<string, string> entries, double low)
    {
        var scale = entries.GetValueOrDefault(Scale, Linear);
        if (scale is not (Logarithmic or Linear))
            throw new UnfitDomainException(
                $"the scale of '{Name}' is '{scale}'; it takes '{Logarithmic}' or "
                    + $"'{Linear}'.{Suggestion.Sentence(scale, [Logarithmic, Linear])}"
            );
        if (scale == Logarithmic && low < LeastLogarithmic)
            throw new UnfitDomainException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{Name}' begins at {low}, and a logarithmic scale has nothing at or below 0; give a {Minimum} of "
                        + $"{LeastLogarithmic} at least, or {Scale}: {Linear}"
                )
            );
        return scale == Logarithmic;
    }

    private double Number(IReadOnlyDictionary<string, string> entries, string end)
    {
        if (!entries.TryGetValue(end, out var text))
            throw new UnfitDomainException($"the range of '{Name}' has no {end}");
        Check(text);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UnfitDomainException($"the {end} of '{Name}' is '{text}', which is not a number");
    }

    private void Check(string value)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw new UnfitDomainException($"a value of '{Name}' is empty");
        if (Key is not null)
            CheckKey(Key, value);
        else
            CheckOption(Option!, value);
    }

    private static void CheckKey(HyperparameterKey key, string value)
    {
        if (
            !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !(number >= key.Minimum && number <= key.Maximum)
        )
            throw new UnfitDomainException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{key.Name}' takes a number from {key.Minimum} to {key.Maximum}, not '{value}'"
                )
            );
    }

    private static void CheckOption(ProjectOption option, string value)
    {
        try
        {
            option.Check(new ProjectRequest("/", "", "", null, [new ProjectSetting(option.Name, value, default)], []));
        }
        catch (PruneException refusal)
        {
            throw new UnfitDomainException(refusal.Diagnostic.Message.TrimEnd('.'));
        }
    }
}
