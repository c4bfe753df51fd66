using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Execution;
using Pruning.Native;
using Pruning.Pipeline.Options;
using Pruning.Storage;

namespace Pruning.Pipeline.Stages;

/// <summary>A project, read: what it asks for, and what its stages will read.</summary>
/// <param name="Request">Where the options came from, for places in messages.</param>
/// <param name="Options">Checked.</param>
/// <param name="Outside">What lies outside of the store.</param>
public sealed record ProjectInputs(ProjectRequest Request, ProjectOptions Options, StageInputs Outside)
{
    public Dataset Dataset => Outside.Dataset;

    public FileHashes Files => Outside.Files;

    /// <summary>Reads the dataset's yaml and the hyperparameters, and settles how to compute.</summary>
    /// <param name="cache">The stage store's folder, which also remembers the hashes of files.</param>
    /// <param name="cancellation">Stops the reading of images when they are first asked for.</param>
    /// <param name="needsTorch">
    /// False only looks: nothing is computed with tensors, and the device is taken to be the CPU.
    /// </param>
    public static ProjectInputs Open(
        ProjectRequest request,
        ProjectOptions options,
        string cache,
        IDiagnosticSink diagnostics,
        bool needsTorch = true,
        CancellationToken cancellation = default
    )
    {
        NativeLoader.PatchingAllowed &= options.PatchNativeLibraries;
        NativeLoader.CacheFolder = cache;
        if (needsTorch)
            TorchRuntime.Initialize(new TorchRuntimeOptions(LibTorchFolder: options.TorchFolder));
        var dataset = Dataset.Load(options.Dataset, diagnostics, options.DataReading);
        RequireSplit(request, dataset, "train", OptionCatalogue.Dataset.Name);
        RequireSplit(request, dataset, options.GateSplit, OptionCatalogue.GateSplit.Name);
        var execution = new ExecutionOptions(
            needsTorch ? ExecutionDevice.Resolve(options.Device) : ExecutionDevice.Cpu
        );
        var outside = StageInputs.Of(dataset, execution, cache, diagnostics, cancellation).With(options.Recipe) with
        {
            ImageCache = options.ImageCache,
            RemembersLooks = !options.NoCache,
        };
        return new ProjectInputs(request, options, outside);
    }

    private static void RequireSplit(ProjectRequest request, Dataset dataset, string split, string option)
    {
        if (!dataset.HasSplit(split))
            throw new PruneException(
                Codes.MissingSplit,
                $"The dataset '{Path.GetFileName(dataset.YamlPath)}' names no '{split}' images, and this project "
                    + $"needs them. Add '{split}:' to the "
                    + $"yaml{(option == OptionCatalogue.GateSplit.Name ? ", or choose another GateSplit" : "")}.",
                request.LocationOf(option)
            );
    }
}
