using System.Collections.Immutable;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Yolo;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Reads the base model, or makes a fresh one of an architecture, and gives it the dataset's classes.
/// </summary>
/// <param name="request">For places in messages.</param>
public sealed class ImportStage(ImportOptions options, StageInputs inputs, ProjectRequest request)
    : Stage<ImportOptions>(options)
{
    public override string Name => StepNames.Import;

    public override StageKind Kind => StageKind.Import;

    public override ImmutableArray<string> Upstream => [];

    protected override IEnumerable<StageInput> Reads =>
        [
            inputs.File("base model", Options.File),
            inputs.File(
                "description beside it",
                Options.File is { } file ? CheckpointReader.DescriptionBeside(file) : null
            ),
            new("classes", FingerprintBuilder.TextOf(inputs.Dataset.ClassNames)),
        ];

    public override void Run(StageContext context) =>
        StageFiles.Save(context, Import(context.Diagnostics, context.Note), Name);

    /// <summary>The base model with the dataset's classes.</summary>
    internal Network Import(IDiagnosticSink diagnostics, Action<string> note)
    {
        var network = Options.File is { } path ? Read(path, diagnostics) : Fresh(Options.Architecture!);
        var adapted = HeadTransfer.ToClasses(network, inputs.Dataset.ClassNames, Options.Seed);
        if (Options.File is { } file)
            note(HeadTransfer.Describe(network, adapted, Path.GetFileName(file)));
        return adapted;
    }

    private Network Fresh(string name)
    {
        if (!YoloArchitecture.IsKnown(name))
            throw new PruneException(
                Codes.UnknownArchitecture,
                $"BaseModel is '{name}', which is neither a file nor an architecture. Give a checkpoint, or one "
                    + $"of "
                    + $"{string.Join(", ", YoloArchitecture.Names)}.{Suggestion.Sentence(name, YoloArchitecture.Names)}",
                request.LocationOf(OptionCatalogue.BaseModel.Name)
            );
        return YoloArchitecture.Create(name, inputs.Dataset.ClassNames, Options.Seed);
    }

    private Network Read(string path, IDiagnosticSink diagnostics)
    {
        var network = CheckpointReader.Read(path, diagnostics);
        network = network with
        {
            Provenance = network.Provenance.SetItem(ProvenanceKeys.ProjectBase, inputs.Files.Of(path)),
        };
        return Options.KeepsResolution ? network : network.WithResolution(null);
    }
}
