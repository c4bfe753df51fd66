using System.Collections.Immutable;

namespace Pruning.Pipeline.Stages;

/// <summary>Names of the pipeline's steps: a stage's own name, or with a suffix where a stage has several.</summary>
public static class StepNames
{
    public const string Import = "import";
    public const string Check = "import-check";
    public const string Train = "train";
    public const string Resolution = "resolution";
    public const string SparseTrain = "sparse-train";
    public const string Sensitivity = "sensitivity";
    public const string Prune = "prune";
    public const string FineTune = "fine-tune";
    public const string QuantizeAware = "quantize-aware";
    public const string Quantize = "quantize";
    public const string ExportBaseline = "export-baseline";
    public const string Export = "export";
    public const string EvaluateBaseline = "evaluate-baseline";
    public const string Evaluate = "evaluate";
    public const string Drop = "evaluate-drop";
    public const string TestBaseline = "evaluate-baseline-test";
    public const string Test = "evaluate-test";
    public const string Pictures = "evaluate-pictures";
    public const string Runtime = "evaluate-runtime";
    public const string Latency = "evaluate-latency";

    /// <summary>All, in the order in which they run.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Import,
        Check,
        Train,
        Resolution,
        SparseTrain,
        Sensitivity,
        Prune,
        FineTune,
        QuantizeAware,
        ExportBaseline,
        Export,
        Quantize,
        EvaluateBaseline,
        Evaluate,
        Drop,
        TestBaseline,
        Test,
        Pictures,
        Runtime,
        Latency,
    ];
}
