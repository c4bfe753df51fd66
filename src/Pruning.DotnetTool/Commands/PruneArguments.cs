using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>The options of <c>prune</c> that say what is to go.</summary>
internal sealed class PruneArguments
{
    private readonly RequestOptions _options = new();

    public PruneArguments()
    {
        var targets = string.Join(", ", ItemCatalogue.TargetNames);
        _options.Add(
            ItemCatalogue.SparsityTarget,
            "Reduction",
            Many(
                "--reduction",
                "target=share",
                $"The share to remove, such as Flops=50%, of {targets}; can be repeated, and all must hold."
            )
        );
        _options.Add(
            ItemCatalogue.SparsityTarget,
            "Maximum",
            Many("--maximum", "target=most", "The most that may remain of one, such as FileSize=2MB; can be repeated.")
        );
        _options.Add(
            ItemCatalogue.LayerSparsity,
            "Ratio",
            Many(
                "--layer-sparsity",
                "layers=share",
                $"{ItemCatalogue.LayerSparsity.Help} Such as model.2.*=0.3; can be repeated."
            )
        );
        _options.Add(
            ItemCatalogue.KeepLayer,
            null,
            Many("--keep", "layers", $"{ItemCatalogue.KeepLayer.Help} Such as model.0; can be repeated.")
        );
        _options.Add(
            OptionCatalogue.Granularity,
            CatalogueOptions.Of(OptionCatalogue.Granularity, "--granularity", "name")
        );
        _options.Add(
            OptionCatalogue.Importance,
            CatalogueOptions.Of(OptionCatalogue.Importance, "--importance", "measure")
        );
        _options.Add(OptionCatalogue.ImportanceBatches, "--importance-batches", "count");
        _options.Add(OptionCatalogue.ChannelMultiple, "--channel-multiple", "auto|count");
        _options.Add(OptionCatalogue.BatchSize, "--batch", "count", "Images at a time, with --data; auto: 16.");
        _options.Add(OptionCatalogue.Reconstruct, "--reconstruct", "true|false").Description =
            $"{OptionCatalogue.Reconstruct.Help} Needs --data. [default: {OptionCatalogue.Reconstruct.Default}]";
        _options.Add(OptionCatalogue.ImageSize, "--imgsz", "pixels");
        _options.Add(OptionCatalogue.OnnxOpset, "--opset", "version").Description =
            $"The ONNX operator set that FileSize and Latency are counted for. [default: "
            + $"{OptionCatalogue.OnnxOpset.Default}]";
        _options.Add(OptionCatalogue.Seed, "--seed", "number");
    }

    public IEnumerable<Option> All => _options.All;

    /// <exception cref="PruneException">
    /// PRUNE0102 to PRUNE0110, PRUNE4009: a value, or options of which one would be ignored.
    /// </exception>
    public PruneOptions Read(ParseResult parsed)
    {
        var asked = PruneOptions.ReadAlone(_options.Read(parsed));
        return asked.IsEmpty
            ? throw new PruneException(
                Codes.NoTarget,
                "The command line says neither how much to remove nor where, so nothing would be pruned. Say how "
                    + "small the network must be: --reduction Flops=50%."
            )
            : asked;
    }

    private static Option<string[]> Many(string name, string unit, string help) =>
        new(name)
        {
            Description = help,
            HelpName = unit,
            AllowMultipleArgumentsPerToken = false,
        };
}
