using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// A split's problems as coded messages: broken files one by one as far as they are named, the rest by a count and an
/// example.
/// </summary>
/// <param name="split">Its name.</param>
/// <param name="images">Image files in it.</param>
internal sealed class ProblemWarnings(string split, int images, DatasetOptions options, IDiagnosticSink diagnostics)
{
    public void Report(IEnumerable<DataProblem> problems)
    {
        var any = 0;
        foreach (var problem in problems)
        {
            // Training and measuring have their own words for a split without boxes.
            if (problem.Kind is DataProblemKind.SplitWithoutBoxes)
                continue;
            any++;
            if (problem.Kind is DataProblemKind.ImageUnreadable || problem.Code == Codes.LabelsInvalid)
                ReportEach(problem);
            else
                Report(problem.Code, Text(problem), null);
        }

        if (options.Strict && any > 0)
            throw new PruneException(
                Codes.StrictDataRefused,
                $"The dataset's '{split}' has {any} {(any == 1 ? "kind of problem" : "kinds of problems")}, "
                    + $"reported above, and strict reading makes each an error: a model would be taught or judged on "
                    + $"other data than meant. Mend the data ('dotnet prune data check' lists all), or read it without "
                    + $"StrictData or --strict."
            );
    }

    private void ReportEach(DataProblem problem)
    {
        foreach (var (file, line, what) in problem.Examples)
        {
            var message =
                problem.Kind == DataProblemKind.ImageUnreadable
                    ? $"The image is left out of '{split}': {what}. Replace or remove it."
                    : $"The image of these labels is left out of '{split}': {what}. Correct the labels.";
            Report(problem.Code, message, new SourceLocation(file, line, line > 0 ? 1 : 0));
        }

        if (problem.Files > problem.Examples.Length)
            Report(
                problem.Code,
                $"… and {problem.Files - problem.Examples.Length} more files likewise, {problem.Files} of "
                    + $"{images} in all.",
                null
            );
    }

    private string Text(DataProblem problem)
    {
        var (count, first) = (problem.Count, problem.Examples[0]);
        return problem.Kind switch
        {
            DataProblemKind.ImageCutShort =>
                $"{count} of {images} images of '{split}' are cut short, among them '{first.File}': JPEG files "
                    + $"without their end. What is missing is grey, and labels there teach and measure wrongly. Copy "
                    + $"or download them again.",
            DataProblemKind.LabelFileMissing =>
                $"{count} of {images} images of '{split}' have no label file and count as background, among them "
                    + $"'{first.File}' ({first.What}). If they show objects, the model is taught and measured wrongly; "
                    + $"if not, an empty label file says so.",
            DataProblemKind.BoxWithoutArea =>
                $"{count} boxes in {problem.Files} label files of '{split}' have no width or no height and were "
                    + $"dropped, among them {first.What} in '{first.File}'. Nothing can be found there; correct or "
                    + $"remove them.",
            DataProblemKind.LabelRepeated =>
                $"{count} labels in {problem.Files} label files of '{split}' repeat another one and were "
                    + $"dropped, among them {first.What} in '{first.File}'. They would count twice; remove them from "
                    + $"the files.",
            DataProblemKind.LabelWithoutImage =>
                $"{count} label files beside those of '{split}' have no image, among them '{first.File}'. An "
                    + $"image is missing, or its name differs; its objects are neither learnt nor measured. Put the "
                    + $"images there, or remove the labels.",
            DataProblemKind.ImageRepeated =>
                $"{count} images of '{split}' repeat another one byte by byte, among them '{first.File}' "
                    + $"({first.What}). They weigh twice; remove one of each.",
            DataProblemKind.ImageInTwoSplits =>
                $"{count} images of '{split}' are in another split too, among them '{first.File}' "
                    + $"({first.What}). What is measured on them was learnt by heart, so figures are too good; keep "
                    + $"each image in one split.",
            DataProblemKind.ListLineUnused =>
                $"{count} lines of the lists of '{split}' give no image and are not used, among them line "
                    + $"{first.Line} of '{first.File}': {first.What}. The model is taught or judged on fewer images "
                    + $"than meant; correct or remove the lines.",
            DataProblemKind.FolderUnused =>
                $"{count} folders below those of '{split}' are not searched, among them '{first.File}': "
                    + $"{first.What}. Images there are not used; mend or remove them.",
            DataProblemKind.FileUnused =>
                $"{count} pictures among those of '{split}' are not used, among them '{first.File}': {first.What}.",
            _ => throw new ArgumentOutOfRangeException(nameof(problem), problem.Kind, null),
        };
    }

    private void Report(DiagnosticCode code, string message, SourceLocation? location) =>
        diagnostics.Report(
            new PruneDiagnostic(code, options.Strict ? DiagnosticSeverity.Error : code.Severity, message, location)
        );
}
