using Pruning.Data;
using Pruning.DotnetTool.Terminal;

namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="DatasetOutput"/> for people.</summary>
internal static class DatasetText
{
    /// <summary>Classes beyond this many are not listed one by one.</summary>
    private const int MaximumClasses = 100;

    public static void Write(TextWriter writer, DatasetOutput dataset)
    {
        writer.WriteLine(
            $"{dataset.Dataset}: {dataset.Classes.Length} {(dataset.Classes.Length == 1 ? "class" : "classes")}"
        );
        writer.WriteLine();
        var splits = new TextTable("split", "files", "images", "background", "boxes", "problems");
        foreach (var split in dataset.Splits)
            splits.Add(
                split.Name,
                Numbers.Count(split.Files),
                Numbers.Count(split.Images),
                Numbers.Count(split.Background),
                Numbers.Count(split.Boxes),
                Numbers.Count(split.Problems.Sum(problem => (long)problem.Count))
            );
        splits.Write(writer);
        var read = dataset.Splits.Where(split => split.Error is null).ToArray();
        if (read.Length > 0)
            WriteCounts(writer, dataset, read);
        foreach (var split in dataset.Splits)
            WriteProblems(writer, split);
        writer.WriteLine();
        writer.WriteLine(
            !dataset.Usable ? "This dataset cannot be used as it is."
            : dataset.Splits.All(split => split.Problems.IsEmpty) ? "Nothing is wrong."
            : "It can be used; what is listed above is left out, dropped or suspicious."
        );
    }

    private static void WriteCounts(TextWriter writer, DatasetOutput dataset, CheckedSplit[] read)
    {
        var headers = read.Select(split => split.Name);
        var classes = new TextTable(["boxes of class", .. headers]);
        for (var index = 0; index < Math.Min(dataset.Classes.Length, MaximumClasses); index++)
            classes.Add([
                dataset.Classes[index],
                .. read.Select(split => Numbers.Count(split.BoxesPerClass[index].Boxes)),
            ]);
        WriteTable(writer, classes);
        WriteTable(writer, Sizes("images by long side", read, split => split.ImageLongSides));
        WriteTable(writer, Sizes("boxes by √area", read, split => split.BoxSides));
    }

    private static TextTable Sizes(string title, CheckedSplit[] read, Func<CheckedSplit, IReadOnlyList<SizeBin>> bins)
    {
        var table = new TextTable([title, .. read.Select(split => split.Name)]);
        for (var bin = 0; bin < bins(read[0]).Count; bin++)
        {
            var range = bins(read[0])[bin];
            table.Add([
                range.To is { } to ? $"{range.From} to {to - 1} px" : $"{range.From} px and more",
                .. read.Select(split => Numbers.Count(bins(split)[bin].Count)),
            ]);
        }

        return table;
    }

    private static void WriteTable(TextWriter writer, TextTable table)
    {
        writer.WriteLine();
        table.Write(writer);
    }

    private static void WriteProblems(TextWriter writer, CheckedSplit split)
    {
        if (split.Error is null && split.Problems.IsEmpty)
            return;
        writer.WriteLine();
        writer.WriteLine($"{split.Name}:");
        if (split.Error is { } error)
            writer.WriteLine($"  {error}");
        foreach (var problem in split.Problems)
        {
            writer.WriteLine(
                $"  {problem.Code} {Name(problem.Kind)}: "
                    + $"{Numbers.Count(problem.Count)}{(problem.Files == problem.Count ? "" : $" in {Numbers.Count(problem.Files)} files")}"
            );
            foreach (var example in problem.Examples)
                writer.WriteLine($"    {example.File}{(example.Line > 0 ? $"({example.Line})" : "")}: {example.What}");
            if (problem.Files > problem.Examples.Length)
                writer.WriteLine($"    … and {Numbers.Count(problem.Files - problem.Examples.Length)} more files");
        }
    }

    private static string Name(DataProblemKind kind) =>
        kind switch
        {
            DataProblemKind.ImageUnreadable => "images that cannot be read, left out",
            DataProblemKind.ImageCutShort => "images whose end is missing",
            DataProblemKind.LabelFileMissing => "images without a label file, taken as background",
            DataProblemKind.LabelFileUnreadable => "label files that cannot be read, their images left out",
            DataProblemKind.LabelColumns => "labels with a wrong number of values, their images left out",
            DataProblemKind.LabelNotANumber => "labels with values that are no numbers, their images left out",
            DataProblemKind.LabelOutsideImage => "labels outside of the image, their images left out",
            DataProblemKind.LabelNegativeSize => "labels of negative size, their images left out",
            DataProblemKind.LabelClassUnknown => "labels of a class that the dataset lacks",
            DataProblemKind.BoxWithoutArea => "boxes of no width or height, dropped",
            DataProblemKind.LabelRepeated => "labels that repeat another, dropped",
            DataProblemKind.LabelWithoutImage => "labels without an image",
            DataProblemKind.ImageRepeated => "images that repeat another",
            DataProblemKind.ImageInTwoSplits => "images that are in another split too",
            DataProblemKind.ImageUndecodable => "images that do not decode; training stops there",
            DataProblemKind.ListLineUnused => "lines of lists that give no image",
            DataProblemKind.FolderUnused => "folders that are not searched",
            DataProblemKind.FileUnused => "pictures that are not used",
            DataProblemKind.SplitWithoutBoxes => "a split without boxes",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
