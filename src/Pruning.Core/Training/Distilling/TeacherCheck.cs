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
        if (teacher.Graph.Detect is not { } head)
            throw Misfit("it has no detection head", location);
        var own = student.Graph.Detect!;
        if (!teacher.ClassNames.SequenceEqual(student.ClassNames, StringComparer.Ordinal))
            throw Misfit($"it detects {Listed(teacher.ClassNames)}, and the student {Listed(student.ClassNames)}", location);
        if (!head.Strides.SequenceEqual(own.Strides))
            throw Misfit($"its levels have strides of {string.Join(", ", head.Strides)} pixels, and the student's {string.Join(", ", own.Strides)}", location);
        if (!head.Anchors.SelectMany(level => level).SequenceEqual(own.Anchors.SelectMany(level => level)) || head.AnchorsPerLevel != own.AnchorsPerLevel)
            throw Misfit($"its anchors are {Listed(head)}, and the student's {Listed(own)}", location);
        if (needsFeatures && (HeadInputs.Of(teacher.Graph).IsEmpty || HeadInputs.Of(student.Graph).IsEmpty))
            throw Misfit("feature maps are compared at the inputs of the head's convolutions, and one of the two heads has none", location);
    }

    private static string Listed(IReadOnlyList<string> names) =>
        $"{names.Count} classes ('{string.Join("', '", names.Take(5))}'{(names.Count > 5 ? ", …" : "")})";

    private static string Listed(DetectNode head) =>
        string.Join(" ", head.Anchors.SelectMany(level => level).Take(9).Select(anchor => FormattableString.Invariant($"{anchor.Width:0.#}x{anchor.Height:0.#}")));

    private static PruneException Misfit(string what, SourceLocation? location) => new(
        Codes.UnfitTeacher,
        $"The teacher cannot teach this student: {what}. Their outputs would be compared cell by cell without meaning the same. Name a teacher that was trained on the same classes with the same head, leave Teacher out to take the baseline, or set Distillation to none.",
        location);
}
