using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Yolo;

namespace Pruning.Pipeline.Stages;

/// <summary>Reads the base model, or makes a fresh one of an architecture, and gives it the dataset's classes.</summary>
public sealed class ImportStage(ProjectInputs inputs) : IStage
{
    public string Name => StepNames.Import;

    public StageKind Kind => StageKind.Import;

    public ImmutableArray<string> Upstream => [];

    public bool IsSkipped => false;

    public void Describe(FingerprintBuilder description) => description
        .Add("base model", inputs.Options.BaseModelIsFile ? inputs.Files.Of(inputs.Options.BaseModel) : inputs.Options.BaseModel)
        .Add("description beside it", CheckpointReader.DescriptionBeside(inputs.Options.BaseModel) is { } yaml && inputs.Options.BaseModelIsFile ? inputs.Files.Of(yaml) : null)
        .Add("classes", inputs.Dataset.ClassNames)
        .Add("seed", inputs.Options.Seed);

    public void Run(StageContext context) => StageFiles.Save(context, Import(context.Diagnostics, context.Note), Name);

    /// <summary>The base model with the dataset's classes.</summary>
    internal Network Import(IDiagnosticSink diagnostics, Action<string> note)
    {
        var options = inputs.Options;
        var network = options.BaseModelIsFile
            ? FromFile(diagnostics)
            : Fresh();
        var adapted = HeadTransfer.ToClasses(network, inputs.Dataset.ClassNames, options.Seed);
        if (options.BaseModelIsFile)
            note(HeadTransfer.Describe(network, adapted, Path.GetFileName(options.BaseModel)));
        return adapted;
    }

    private Network Fresh()
    {
        var name = inputs.Options.BaseModel;
        if (!YoloArchitecture.IsKnown(name))
            throw new PruneException(
                Codes.UnknownArchitecture,
                $"BaseModel is '{name}', which is neither a file nor an architecture. Give a checkpoint, or one of {string.Join(", ", YoloArchitecture.Names)}.{Suggestion.Sentence(name, YoloArchitecture.Names)}",
                inputs.Request.LocationOf(OptionCatalogue.BaseModel.Name));
        return YoloArchitecture.Create(name, inputs.Dataset.ClassNames, inputs.Options.Seed);
    }

    private Network FromFile(IDiagnosticSink diagnostics)
    {
        var network = CheckpointReader.Read(inputs.Options.BaseModel, diagnostics);
        return (network with { Provenance = network.Provenance.SetItem(ProvenanceKeys.ProjectBase, inputs.Files.Of(inputs.Options.BaseModel)) }).WithResolution(null);
    }
}
