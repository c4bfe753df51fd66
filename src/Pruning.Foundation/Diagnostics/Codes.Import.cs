namespace Pruning.Diagnostics;

public static partial class Codes
{
    /// <summary>A network description that contradicts itself or its parameters.</summary>
    public static readonly DiagnosticCode InconsistentNetwork = new("PRUNE1001", "The network contradicts itself");

    /// <summary>No model file at the path, or it cannot be opened.</summary>
    public static readonly DiagnosticCode CheckpointNotReadable = new("PRUNE1002", "The model file cannot be opened");

    /// <summary>The file's content is of no kind that is read here.</summary>
    public static readonly DiagnosticCode UnknownCheckpointKind = new("PRUNE1003", "The file is not a model");

    /// <summary>Truncated, altered or self-contradicting bytes.</summary>
    public static readonly DiagnosticCode DamagedCheckpoint = new("PRUNE1004", "The model file is damaged");

    /// <summary>Reading it fully would mean to run code that it names.</summary>
    public static readonly DiagnosticCode UnsafeCheckpoint = new("PRUNE1005", "The model file asks for code to be run");

    /// <summary>It asks for more memory than its content justifies.</summary>
    public static readonly DiagnosticCode OversizedCheckpoint = new("PRUNE1006", "The model file asks for too much");

    /// <summary>A module type, or an option of one, that has no place in our graph.</summary>
    public static readonly DiagnosticCode UnsupportedModule = new(
        "PRUNE1007",
        "The model has a module that is not supported"
    );

    /// <summary>Readable, but not a YOLOv5 detector.</summary>
    public static readonly DiagnosticCode NotYolo = new("PRUNE1008", "The file holds no YOLOv5 detector");

    /// <summary>A tensor of an element type or layout that weights do not have.</summary>
    public static readonly DiagnosticCode UnsupportedTensor = new(
        "PRUNE1009",
        "A tensor is of a kind that weights are not"
    );

    /// <summary>An architecture name that is not in the tables.</summary>
    public static readonly DiagnosticCode UnknownArchitecture = new("PRUNE1010", "No such architecture");

    /// <summary>The file does not name its classes; numbers stand in.</summary>
    public static readonly DiagnosticCode UnnamedClasses = new(
        "PRUNE1011",
        "The model does not name its classes",
        DiagnosticSeverity.Warning
    );

    /// <summary>Weights with NaN or infinite values.</summary>
    public static readonly DiagnosticCode NonFiniteWeights = new("PRUNE1012", "Weights are not finite");

    /// <summary>Our own checkpoint, written by a newer version.</summary>
    public static readonly DiagnosticCode NewerCheckpoint = new(
        "PRUNE1013",
        "The checkpoint was written by a newer version"
    );

    /// <summary>An operator of an ONNX file that has no place in our graph.</summary>
    public static readonly DiagnosticCode UnsupportedOperator = new(
        "PRUNE1014",
        "The ONNX file has an operator that is not supported"
    );

    /// <summary>The imported network computes something else than its file.</summary>
    public static readonly DiagnosticCode ImportNotFaithful = new(
        "PRUNE1015",
        "The imported network does not compute what its file computes"
    );

    /// <summary>Layers that had no names got numbers.</summary>
    public static readonly DiagnosticCode InventedLayerNames = new(
        "PRUNE1016",
        "The model does not name its layers",
        DiagnosticSeverity.Warning
    );

    /// <summary>Sparse training pushes batch norms' scales, and the base model has none.</summary>
    public static readonly DiagnosticCode FoldedBaseModel = new(
        "PRUNE1017",
        "The base model has no batch norms to train sparsely",
        DiagnosticSeverity.Warning
    );

    /// <summary>Bare weights: what they do not tell is assumed.</summary>
    public static readonly DiagnosticCode AssumedDescription = new(
        "PRUNE1020",
        "The weights do not describe their network",
        DiagnosticSeverity.Warning
    );

    /// <summary>An official weight file is not on disk and cannot be fetched.</summary>
    public static readonly DiagnosticCode OfficialWeightsUnavailable = new(
        "PRUNE1018",
        "Official weights cannot be fetched"
    );

    /// <summary>A file under an official name has another SHA-256 than it should.</summary>
    public static readonly DiagnosticCode OfficialWeightsDiffer = new(
        "PRUNE1019",
        "Official weights are not what they should be"
    );

    /// <summary>Classes of a model share a name.</summary>
    public static readonly DiagnosticCode EqualClassNames = new(
        "PRUNE1022",
        "Classes of the model have one name",
        DiagnosticSeverity.Warning
    );

    /// <summary>A verb's result has no place to go.</summary>
    public static readonly DiagnosticCode CheckpointNotWritten = new("PRUNE1021", "The checkpoint cannot be written");
}
