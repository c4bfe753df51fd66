namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>
    /// A file or folder that a verb needs cannot be read or written, for a reason that is the system's.
    /// </summary>
    public static readonly DiagnosticCode FileTrouble = new("PRUNE0003", "A file or folder cannot be used");

    /// <summary>The request file that a build hands to the engine is missing or malformed.</summary>
    public static readonly DiagnosticCode UnreadableRequest = new("PRUNE0001", "The build's request cannot be read");

    /// <summary>The project file is missing or is not XML.</summary>
    public static readonly DiagnosticCode UnreadableProject = new("PRUNE0002", "The project file cannot be read");

    /// <summary>
    /// The package of the SDK that a project names is in none of NuGet's sources, or the project says no version of it.
    /// </summary>
    public static readonly DiagnosticCode SdkNotFound = new(
        "PRUNE0004",
        "The package of the project's SDK is not found"
    );

    /// <summary>A property that every project needs is not set.</summary>
    public static readonly DiagnosticCode MissingProperty = new("PRUNE0101", "A required property is not set");

    /// <summary>A property's value is not one that it can have.</summary>
    public static readonly DiagnosticCode InvalidValue = new(
        "PRUNE0102",
        "A value is not one that the property can have"
    );

    /// <summary>A property that nothing reads, close to the name of one that we read.</summary>
    public static readonly DiagnosticCode MisspeltProperty = new("PRUNE0104", "A property looks misspelt");

    /// <summary>An item carries metadata that its type does not have.</summary>
    public static readonly DiagnosticCode UnknownMetadata = new("PRUNE0105", "An item has unknown metadata");

    /// <summary>An item does not say all that it must, says too much, or says something impossible.</summary>
    public static readonly DiagnosticCode InvalidItem = new("PRUNE0106", "An item is incomplete or contradicts itself");

    /// <summary>An item type that nothing reads, close to the name of one that we read.</summary>
    public static readonly DiagnosticCode MisspeltItem = new("PRUNE0107", "An item type looks misspelt");

    /// <summary>A file that a property names does not exist.</summary>
    public static readonly DiagnosticCode MissingFile = new(
        "PRUNE0108",
        "A file that the project names does not exist"
    );

    /// <summary>There is no trained network to compare the pruned one with.</summary>
    public static readonly DiagnosticCode NoBaseline = new("PRUNE0109", "The baseline has to be trained");

    /// <summary>Options that exclude each other.</summary>
    public static readonly DiagnosticCode ContradictoryOptions = new("PRUNE0110", "Two settings contradict each other");

    /// <summary>A project without a sparsity target.</summary>
    public static readonly DiagnosticCode NoTarget = new("PRUNE0111", "The project says nothing to prune");

    /// <summary>The dataset lacks a split that the project needs.</summary>
    public static readonly DiagnosticCode MissingSplit = new("PRUNE0112", "The dataset lacks a split");

    /// <summary>A model has as many classes as the dataset under other names, or in another order.</summary>
    public static readonly DiagnosticCode OtherClasses = new(
        "PRUNE0113",
        "The model and the dataset name their classes differently",
        DiagnosticSeverity.Warning
    );

    /// <summary>An <c>Update</c> of an item that matches none, or that stands before the item.</summary>
    public static readonly DiagnosticCode LostUpdate = new(
        "PRUNE0114",
        "An Update changes no item",
        DiagnosticSeverity.Warning
    );

    /// <summary>A search space that names what there is not, or values that make no sense.</summary>
    public static readonly DiagnosticCode InvalidSearchSpace = new("PRUNE0115", "The search space cannot be used");

    /// <summary>A project whose trials could not be compared, or that trains nothing.</summary>
    public static readonly DiagnosticCode CannotTune = new("PRUNE0116", "The project cannot be tuned");

    /// <summary>A search in which every trial was refused.</summary>
    public static readonly DiagnosticCode NothingTuned = new("PRUNE0117", "No trial came to a model");

    /// <summary>A project that is to be written is there already, or cannot be written.</summary>
    public static readonly DiagnosticCode ProjectExists = new("PRUNE0150", "The new project cannot be written");

    /// <summary>A path has letters that a workflow's file would take for something else.</summary>
    public static readonly DiagnosticCode UnfitForWorkflow = new("PRUNE0151", "A path cannot stand in a workflow");
}
