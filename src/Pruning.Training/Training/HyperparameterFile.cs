using System.Globalization;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Storage;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pruning.Training;

/// <summary>
/// Reads a yaml of YOLOv5's hyper-parameters: a flat list of <c>key: number</c>. Keys left out keep their defaults;
/// unknown ones are errors, since a misspelt key would otherwise train with a default that nobody asked for.
/// </summary>
public static class HyperparameterFile
{
    /// <exception cref="PruneException">
    /// PRUNE3004: missing, unreadable, an unknown key, or a value out of its range.
    /// </exception>
    public static (Hyperparameters Training, AugmentationOptions Images) Read(string path) =>
        SmallYamlFile.Read(
            path,
            "a list of hyper-parameters",
            text => Parse(path, text),
            (at, what) => Wrong(path, at, what)
        );

    /// <summary>
    /// A yaml of all keys that have an effect, with numbers to the last bit: reading it gives the same values.
    /// </summary>
    public static string Write(Hyperparameters training, AugmentationOptions images) =>
        string.Concat(
            HyperparameterKey
                .All.Where(key => key.HasEffect)
                .Select(key => $"{key.Name}: {Written(key.Get((training, images)))}\n")
        );

    // To Python's yaml, which the original reads with, 1E-05 without a point is a word.
    private static string Written(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) ? text : text.Replace("E", ".0E", StringComparison.Ordinal);
    }

    private static (Hyperparameters Training, AugmentationOptions Images) Parse(string path, string text)
    {
        var parser = new CheckedYamlParser(text);
        var result = (new Hyperparameters(), new AugmentationOptions());
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return result; // an empty file changes nothing
        if (!parser.TryConsume<MappingStart>(out _))
            throw Wrong(path, parser.Current!.Start, "it is no list of 'key: number'");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
                throw Wrong(path, parser.Current!.Start, "a key is not a plain word");
            if (!seen.Add(key.Value))
                throw Wrong(path, key.Start, $"'{key.Value}' is given twice");
            if (!parser.TryConsume<Scalar>(out var value))
                throw Wrong(path, parser.Current!.Start, $"the value of '{key.Value}' is not a number");
            var known = Find(path, key);
            result = known.Set(result, NumberOf(path, known, value));
        }

        return result;
    }

    private static HyperparameterKey Find(string path, Scalar key) =>
        HyperparameterKey.All.FirstOrDefault(known => known.Name == key.Value)
        ?? throw Wrong(
            path,
            key.Start,
            $"it has the key '{key.Value}', which is not one that we "
                + $"know.{Suggestion.Sentence(key.Value, HyperparameterKey.All.Select(known => known.Name))}"
        );

    private static double NumberOf(string path, HyperparameterKey key, Scalar value)
    {
        if (
            !double.TryParse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)
        )
            throw Wrong(path, value.Start, $"'{key.Name}: {value.Value}' is not a number");
        if (number < key.Minimum || number > key.Maximum)
            throw Wrong(
                path,
                value.Start,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{key.Name}: {value.Value}' "
                        + $"{(key.Refusal is { } reason ? $"is not done: {reason}" : $"is out of its range, {key.Minimum} to {key.Maximum}")}"
                )
            );
        return number;
    }

    private static PruneException Wrong(string path, Mark at, string what) =>
        new(
            Codes.InvalidHyperparameters,
            $"The hyper-parameters in '{path}' cannot be used: {what}. Training with other numbers than you "
                + $"meant would waste its time; correct the file, or drop the Hyperparameters property for YOLOv5's "
                + $"defaults.",
            new SourceLocation(Path.GetFullPath(path), (int)at.Line, (int)at.Column)
        );
}
