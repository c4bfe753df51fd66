using System.Collections.Immutable;

namespace Pruning.Benchmarks.Kills;

/// <summary>What an undisturbed build left.</summary>
/// <param name="Bits"><see cref="BuildResults.Bits"/>.</param>
/// <param name="Names"><see cref="BuildResults.Names"/>.</param>
/// <param name="Epochs">Of each training, by its step.</param>
internal sealed record BuildReference(
    IReadOnlyDictionary<string, string> Bits,
    IReadOnlySet<string> Names,
    ImmutableDictionary<string, int> Epochs
)
{
    // What a build that fetched only what it needs has in any case.
    private static readonly string[] Needed = ["obj/Detector.onnx", "obj/Detector.model.xml", "obj/report.json"];

    public static BuildReference Of(KilledProject project, BuildDiary diary) =>
        new(
            BuildResults.Bits(project),
            BuildResults.Names(project),
            diary
                .Epochs.GroupBy(epoch => epoch.Step)
                .ToImmutableDictionary(training => training.Key, training => training.Max(epoch => epoch.Epoch))
        );

    /// <summary>What another build left otherwise, each in words.</summary>
    /// <param name="fetched">
    /// Whether it took its results from elsewhere: then those are missing that it had no need of, and in its report
    /// what these warned of.
    /// </param>
    public IEnumerable<string> Differences(KilledProject project, bool fetched)
    {
        var bits = BuildResults.Bits(project);
        foreach (var (name, hash) in Bits)
        {
            if (!bits.TryGetValue(name, out var other))
            {
                if (!fetched || Needed.Contains(name))
                    yield return $"{name} is missing";
            }
            else if (other != hash && !(fetched && name.EndsWith("report.json", StringComparison.Ordinal)))
            {
                yield return $"{name} has other bits: {Excerpt(other, hash)} instead of {Excerpt(hash, other)}";
            }
        }

        foreach (var name in BuildResults.Names(project).Except(Names))
            yield return $"{name} is left over";
    }

    // Of texts, where they part.
    private static string Excerpt(string text, string other)
    {
        var same = text.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return text[Math.Max(0, same - 40)..Math.Min(text.Length, same + 40)];
    }
}
