using Pruning.Checkpoints.Modules;
using Pruning.Checkpoints.Pickling;
using Pruning.Checkpoints.StateDicts;
using Pruning.Checkpoints.Torch;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Graphs.Import;

namespace Pruning.Checkpoints;

/// <summary>
/// A YOLOv5 checkpoint as <c>torch.save</c> writes it: a dict with the whole pickled model under <c>ema</c> or
/// <c>model</c> (the averaged one is what is evaluated and shipped, so it is preferred), a bare model, or a state dict.
/// </summary>
internal static class TorchCheckpoint
{
    /// <summary>The zip form (since torch 1.6).</summary>
    public static Network Read(string path, FileStream stream, IDiagnosticSink diagnostics)
    {
        using var archive = new TorchArchive(path, stream);
        var root = Guarded(path, () =>
            PickleMachine.Read(archive.Pickle(PickleLimits.Default.Bytes), new TorchPickleHost(path))
        );
        return Guarded(path, () => Import(path, root, new TensorReader(path, archive), diagnostics));
    }

    /// <summary>The stream form of older versions.</summary>
    public static Network ReadLegacy(string path, FileStream stream, IDiagnosticSink diagnostics) => Guarded(path, () =>
        {
            var file = TorchStream.Read(path, stream);
            return Import(path, file.Root, new TensorReader(path, file), diagnostics);
        });

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PickleFormatException exception)
        {
            throw CheckpointErrors.Damaged(path, $"in its description, {exception.Message}", exception);
        }
    }

    private static Network Import(string path, object? root, TensorReader tensors, IDiagnosticSink diagnostics)
    {
        var checkpoint = root as PickleDictionary;
        var model = TorchModule.From(checkpoint?["ema"])
            ?? TorchModule.From(checkpoint?["model"])
            ?? TorchModule.From(root);
        if (model is not null)
            return FromModules(path, model, checkpoint, tensors, diagnostics);
        if (PickledStateDict.Find(root, tensors) is { } weights)
            return StateDictNetwork.Read(
                path,
                weights,
                ClassNameReader.From(checkpoint?["names"]),
                ModelFacts.Read(path, checkpoint?["yaml"] as PickleDictionary),
                diagnostics
            );
        throw CheckpointErrors.NotYolo(
            path,
            checkpoint is null
                ? "its top is not a dict, a model or a state dict"
                : $"it has the parts {PartsOf(checkpoint)}, and neither a model nor weights among them"
        );
    }

    private static Network FromModules(
        string path,
        TorchModule model,
        PickleDictionary? checkpoint,
        TensorReader tensors,
        IDiagnosticSink diagnostics
    )
    {
        var root = Unwrap(model);
        ForwardMethod.RequireOwn(path, root, "model");
        var layers = root.Child("model") is { Kind: "Sequential" } sequence
            ? sequence
            : throw CheckpointErrors.NotYolo(
                path,
                $"its model is a {CheckpointErrors.Quote(model.Type.FullName)} without numbered layers"
            );
        var channels = (root.Attribute("yaml") as PickleDictionary)?["ch"] is long and >= 1 and <= 64 and var said
            ? (int)said
            : 3;
        var (graph, parameters) = ModuleGraphReader.Read(path, layers, channels, tensors);
        var names = ClassNameReader.From(root.Attribute("names")) ?? ClassNameReader.From(checkpoint?["names"]);
        return new Network(
            graph,
            parameters,
            ClassNaming.Complete(path, names, graph, diagnostics),
            CheckpointFacts.Read(checkpoint)
        );
    }

    /// <summary>The model inside wrappers for several devices, inference or export.</summary>
    private static TorchModule Unwrap(TorchModule model)
    {
        for (var depth = 0; depth < 8; depth++)
        {
            var inner = model.Kind switch
            {
                "DataParallel" or "DistributedDataParallel" => model.Child("module"),
                "AutoShape" or "autoShape" or "DetectMultiBackend" => model.Child("model"),
                _ => null,
            };
            if (inner is null)
                break;
            model = inner;
        }

        return model;
    }

    private static string PartsOf(PickleDictionary checkpoint)
    {
        var keys = checkpoint
            .Entries.Select(entry => entry.Key)
            .OfType<string>()
            .Take(8)
            .Select(key => $"'{CheckpointErrors.Quote(key)}'")
            .ToList();
        return keys.Count == 0 ? "(none)" : string.Join(", ", keys);
    }
}
