using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>Options that several verbs have, under one name and meaning.</summary>
internal static class CommonOptions
{
    public static Option<OutputFormat> Format() =>
        new("--format")
        {
            Description = "How results are written: as text, or as JSON for scripts. [default: text]",
            HelpName = "text|json",
            CustomParser = OneOf<OutputFormat>("--format"),
        };

    public static Option<Verbosity> Verbosity() =>
        new("--verbosity", "-v")
        {
            Description =
                "How much is said while work goes on: errors only, the usual, or everything. [default: normal]",
            HelpName = "quiet|normal|detailed",
            CustomParser = OneOf<Verbosity>("--verbosity"),
        };

    public static Argument<string> Model() =>
        new("model")
        {
            Description =
                "A checkpoint (.pt, .safetensors), an .onnx file, official weights by name (yolov5n.pt … "
                + "yolov5x6.pt), or an architecture's name (yolov5n … yolov5x6).",
        };

    /// <summary>A model that has learnt something already.</summary>
    public static Argument<string> Trained() =>
        new("model")
        {
            Description =
                "A checkpoint (.pt, .safetensors), an .onnx file, or official weights by name (yolov5n.pt … "
                + "yolov5x6.pt).",
        };

    /// <summary>Side of the network's input; without it, what the model says, or 640.</summary>
    public static Option<int?> ImageSize() =>
        Positive(
            "--imgsz",
            "The network's input in pixels: its long side. [default: what an .onnx file fixes, or 640]",
            "pixels"
        );

    public static Option<string> Device() =>
        new("--device")
        {
            Description = "Where torch runs: auto, cpu, cuda or cuda:<number>.",
            HelpName = "device",
            DefaultValueFactory = _ => "auto",
            CustomParser = CatalogueOptions.Parser(OptionCatalogue.Device, "--device"),
        };

    public static Option<bool> SingleClass() =>
        new("--single-class") { Description = "Every label counts as one class, whatever its file says." };

    public static Option<bool> Strict() =>
        new("--strict") { Description = "What is wrong with images and labels is an error instead of a warning." };

    public static DatasetOptions Reading(ParseResult parsed, Option<bool> singleClass, Option<bool> strict) =>
        new() { SingleClass = parsed.GetValue(singleClass), Strict = parsed.GetValue(strict) };

    public static Option<int?> Threads() =>
        Positive("--threads", "Threads that work on one image or batch. [default: one a core]", "count");

    /// <summary>The stage store's folder.</summary>
    public static Option<string?> CacheFolder()
    {
        var option = new Option<string?>("--cache-dir")
        {
            Description = "The cache's folder, as PruningCacheDir names it. [default: the user's own]",
            HelpName = "folder",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && File.Exists(token.Value))
                result.AddError($"--cache-dir takes a folder, and '{token.Value}' is a file.");
        });
        return option;
    }

    /// <summary>A name of an enumeration, in any case; absent it is the first.</summary>
    public static Func<ArgumentResult, T> OneOf<T>(string name)
        where T : struct, Enum =>
        result =>
        {
            var (text, names) = (
                result.Tokens[0].Value,
                Enum.GetNames<T>().Select(known => known.ToLowerInvariant()).Order(StringComparer.Ordinal).ToList()
            );
            if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
                return Enum.Parse<T>(text, ignoreCase: true);
            result.AddError(
                $"{name} takes {string.Join(", ", names)}, not '{text}'.{Suggestion.Sentence(text, names)}"
            );
            return default;
        };

    /// <summary>A whole number of at least <paramref name="least"/>, or absent.</summary>
    public static Option<int?> Positive(string name, string description, string unit, int least = 1)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = unit };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.Tokens.Count == 0)
                return;
            if (!int.TryParse(result.Tokens[0].Value, out var value) || value < least)
                result.AddError($"{name} takes a whole number of at least {least}, not '{result.Tokens[0].Value}'.");
        });
        return option;
    }

    /// <summary>A number from 0 to 1.</summary>
    public static Option<double> Fraction(string name, string description, double standard)
    {
        var option = new Option<double>(name)
        {
            Description = description,
            HelpName = "0..1",
            DefaultValueFactory = _ => standard,
        };
        option.CustomParser = result => ParseFraction(name, result) ?? standard;
        return option;
    }

    /// <summary>A number from 0 to 1, or absent.</summary>
    public static Option<double?> OptionalFraction(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "0..1",
            CustomParser = result => ParseFraction(name, result),
        };

    private static double? ParseFraction(string name, ArgumentResult result)
    {
        if (
            double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and <= 1
        )
            return value;
        result.AddError($"{name} takes a number from 0 to 1, not '{result.Tokens[0].Value}'.");
        return null;
    }
}
