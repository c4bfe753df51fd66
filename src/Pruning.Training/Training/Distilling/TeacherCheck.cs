using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Training.Distilling;

/// <summary>A teacher's cells must mean what its student's mean: the same classes, strides and anchors.</summary>
internal static class TeacherCheck
{
    /// <param name="location">Where the teacher was named.</param>
    /// <exception cref="PruneException">PRUNE3011.</exception>
    public static void Verify(Network teacher, Network student, bool needsFeatures, SourceLocation? location = null)
    {
        if (Misfit(teacher, student, needsFeatures) is { } what)
            throw new PruneException(
                Codes.UnfitTeacher,
                $"The teacher cannot teach this student: {what}. Their outputs would be compared cell by cell "
                    + $"without meaning the same. Name a teacher that was trained on the same classes with the same "
                    + $"head, leave Teacher out to take the baseline, or set Distillation to none.",
                location
            );
    }

    /// <returns>Why a teacher cannot teach a student; null where it can.</returns>
    public static string? Misfit(Network teacher, Network student, bool needsFeatures)
    {
        if (teacher.Graph.Detect is not { } head)
            return "it has no detection head";
        var own = student.Graph.Detect!;
        if (!teacher.ClassNames.SequenceEqual(student.ClassNames, StringComparer.Ordinal))
            return $"it detects {Listed(teacher.ClassNames)}, and the student {Listed(student.ClassNames)}";
        if (!head.Strides.SequenceEqual(own.Strides))
            return $"its levels have strides of {string.Join(", ", head.Strides)} pixels, and the student's "
                + $"{string.Join(", ", own.Strides)}";
        if (
            !head.Anchors.SelectMany(level => level).SequenceEqual(own.Anchors.SelectMany(level => level))
            || head.AnchorsPerLevel != own.AnchorsPerLevel
        )
            return $"its anchors are {Listed(head)}, and the student's {Listed(own)}";
        if (needsFeatures && (HeadInputs.Find(teacher.Graph).IsEmpty || HeadInputs.Find(student.Graph).IsEmpty))
            return "feature maps are compared at the inputs of the head's convolutions, and one of the two heads has "
                + "none";
        return null;
    }

    private static string Listed(IReadOnlyList<string> names) =>
        $"{names.Count} classes ('{string.Join("', '", names.Take(5))}'{(names.Count > 5 ? ", …" : "")})";

    private static string Listed(DetectNode head) =>
        string.Join(
            " ",
            head.Anchors.SelectMany(level => level)
                .Take(9)
                .Select(anchor => FormattableString.Invariant($"{anchor.Width:0.#}x{anchor.Height:0.#}"))
        );
}
