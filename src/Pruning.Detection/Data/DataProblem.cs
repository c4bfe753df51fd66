using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>One kind of problem in a split: how often, and where first.</summary>
/// <param name="Count">Files, or boxes where boxes are at fault.</param>
/// <param name="Files">Files that have it.</param>
/// <param name="Examples">The first files in order, <see cref="MaximumExamples"/> at most.</param>
public sealed record DataProblem(
    DataProblemKind Kind,
    DiagnosticCode Code,
    int Count,
    int Files,
    ImmutableArray<DataProblemExample> Examples
)
{
    /// <summary>So many are named; the rest is a number.</summary>
    public const int MaximumExamples = 10;

    internal static DataProblem? Of(
        DataProblemKind kind,
        IReadOnlyCollection<DataProblemExample> all,
        int? count = null
    ) => all.Count == 0 ? null : new(kind, CodeOf(kind), count ?? all.Count, all.Count, [.. all.Take(MaximumExamples)]);

    private static DiagnosticCode CodeOf(DataProblemKind kind) =>
        kind switch
        {
            DataProblemKind.ImageUnreadable => Codes.ImagesLeftOut,
            DataProblemKind.ImageUndecodable => Codes.ImageNotDecodable,
            DataProblemKind.ListLineUnused or DataProblemKind.FolderUnused or DataProblemKind.FileUnused =>
                Codes.DatasetPartsUnused,
            DataProblemKind.SplitWithoutBoxes => Codes.SplitWithoutBoxes,
            DataProblemKind.ImageCutShort => Codes.ImagesCutShort,
            DataProblemKind.LabelFileMissing => Codes.LabelFilesMissing,
            DataProblemKind.LabelClassUnknown => Codes.LabelClassOutOfRange,
            DataProblemKind.BoxWithoutArea => Codes.BoxesWithoutArea,
            DataProblemKind.LabelRepeated => Codes.DuplicateLabels,
            DataProblemKind.LabelWithoutImage => Codes.LabelsWithoutImage,
            DataProblemKind.ImageRepeated => Codes.DuplicateImages,
            DataProblemKind.ImageInTwoSplits => Codes.SplitsOverlap,
            _ => Codes.LabelsInvalid,
        };
}

/// <summary>A file with a problem.</summary>
/// <param name="File">Full path.</param>
/// <param name="Line">One-based; 0 for the whole file.</param>
/// <param name="What">What is wrong there, a clause.</param>
public sealed record DataProblemExample(string File, int Line, string What);
