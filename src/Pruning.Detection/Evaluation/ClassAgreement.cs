using System.Collections.Immutable;
using Pruning.Diagnostics;

namespace Pruning.Evaluation;

/// <summary>
/// Whether a model's classes are a dataset's. Both are known by their numbers only: with as many classes under other
/// names, or in another order, everything runs, and persons are measured, or learnt, as bicycles.
/// </summary>
public static class ClassAgreement
{
    private const int MaximumListed = 5;

    /// <summary>
    /// Warns (<c>PRUNE0113</c>) where there are as many classes and their names differ. Another number of classes is
    /// for others to say.
    /// </summary>
    /// <param name="model">The model's file, for the message.</param>
    /// <param name="dataset">The dataset's yaml, for the message.</param>
    /// <param name="location">Where one of them was named; null for the yaml itself.</param>
    public static void Report(
        string model,
        ImmutableArray<string> modelClasses,
        string dataset,
        ImmutableArray<string> datasetClasses,
        IDiagnosticSink diagnostics,
        SourceLocation? location = null
    )
    {
        if (
            modelClasses.Length != datasetClasses.Length
            || modelClasses.SequenceEqual(datasetClasses, StringComparer.Ordinal)
        )
            return;
        diagnostics.Report(
            PruneDiagnostic.Of(
                Codes.OtherClasses,
                $"'{Path.GetFileName(model)}' detects {Listed(modelClasses)} and the dataset "
                    + $"'{Path.GetFileName(dataset)}' has {Listed(datasetClasses)}; "
                    + $"{Difference(modelClasses, datasetClasses)}. Classes are matched by their numbers, so every "
                    + $"figure, and everything learnt before, is about the dataset's name of that number. If these are "
                    + $"other words for the same, all is well; if not, bring 'names' and the labels into the model's "
                    + $"order, or train on classes that start anew.",
                location ?? new SourceLocation(Path.GetFullPath(dataset))
            )
        );
    }

    private static string Difference(ImmutableArray<string> model, ImmutableArray<string> dataset)
    {
        var first = Enumerable.Range(0, model.Length).First(index => model[index] != dataset[index]);
        var isOrder = model
            .Order(StringComparer.Ordinal)
            .SequenceEqual(dataset.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        return $"{(isOrder ? "the names are the same in another order: " : "")}class {first} is '{model[first]}' in the "
            + $"model and '{dataset[first]}' in the dataset";
    }

    private static string Listed(ImmutableArray<string> names) =>
        $"'{string.Join("', '", names.Take(MaximumListed))}'{(names.Length > MaximumListed ? ", …" : "")}";
}
