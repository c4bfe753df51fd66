using Pruning.Diagnostics;

namespace Pruning.Data;

/// <summary>
/// Decodes images for no other reason than to see whether they do: no look at a file's head tells. It takes about what
/// one epoch spends on decoding, and spares a training that stops at a damaged picture.
/// </summary>
public static class DecodingTrial
{
    private const string Damaged =
        "it begins as an image and does not decode: its contents are damaged, or of a kind that is not read";

    /// <summary>Decodes the images of splits, on all cores.</summary>
    /// <param name="report">Takes a progress line and the share done.</param>
    /// <exception cref="PruneException">Some do not decode (<c>PRUNE2006</c>): the message names them.</exception>
    /// <returns>How many images were decoded.</returns>
    public static int Require(
        IEnumerable<DatasetSplit> splits,
        Action<string, double?> report,
        CancellationToken cancellation = default
    )
    {
        var paths = splits
            .SelectMany(split => split.Images)
            .Select(image => image.Path)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        var problems = Problems(paths, report, cancellation);
        var damaged = paths.Where((_, index) => problems[index] is not null).ToArray();
        if (damaged.Length == 0)
            return paths.Length;
        var named = string.Join(", ", damaged.Take(DataProblem.MaximumExamples).Select(path => $"'{path}'"));
        var more =
            damaged.Length > DataProblem.MaximumExamples
                ? $" and {damaged.Length - DataProblem.MaximumExamples} more, which 'dotnet prune data check' names"
                : "";
        throw new PruneException(
            Codes.ImageNotDecodable,
            $"{damaged.Length} of {paths.Length} images begin as images and do not decode: {named}{more}. "
                + $"Training would stop at the first of them. Replace them, or remove them and their labels from the "
                + $"dataset.",
            new SourceLocation(damaged[0])
        );
    }

    /// <summary>Why each does not decode, a clause; null where it does.</summary>
    internal static string?[] Problems(
        IReadOnlyList<string> paths,
        Action<string, double?> report,
        CancellationToken cancellation
    )
    {
        var problems = new string?[paths.Count];
        var done = 0;
        var gate = new Lock();
        Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            problems[index] = Problem(paths[index]);
            // One thread at a time, and the others need not wait for it.
            if (Interlocked.Increment(ref done) is var count && gate.TryEnter())
            {
                try
                {
                    report($"decoding images, {count} of {paths.Count}", (double)count / paths.Count);
                }
                finally
                {
                    gate.Exit();
                }
            }
        });
        return problems;
    }

    private static string? Problem(string path)
    {
        try
        {
            ImageDecoder.Decode(path).Dispose();
            return null;
        }
        catch (PruneException exception) when (exception.Code == Codes.ImageNotDecodable)
        {
            return Damaged;
        }
    }
}
