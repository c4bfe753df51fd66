using System.Collections.Immutable;
using Pruning.Pipeline.Store;

namespace Pruning.DotnetTool.Interruption;

/// <summary>
/// What a build of <see cref="TrainedProject"/> leaves that nobody disturbs. Where a project lies makes no other bits,
/// so one build serves all tests that compare with it.
/// </summary>
/// <param name="Lines">What it said.</param>
/// <param name="Model">The model's bytes.</param>
/// <param name="Results">Of the store, by stage.</param>
internal sealed record UndisturbedBuild(
    IReadOnlyList<string> Lines,
    byte[] Model,
    IReadOnlyDictionary<string, StoredResult> Results
)
{
    private static readonly Lazy<UndisturbedBuild> Made = new(Make);

    public static UndisturbedBuild Instance => Made.Value;

    private static UndisturbedBuild Make()
    {
        using var project = new TrainedProject();
        var lines = project.Build("undisturbed");
        var cache = project.Cache("undisturbed");
        return new UndisturbedBuild(
            lines,
            File.ReadAllBytes(project.Model("undisturbed")),
            StoreContents
                .List(cache)
                .ToDictionary(
                    entry => entry.Stage!,
                    entry => new StoredResult(entry.Fingerprint, StoredResult.FilesOf(cache, entry.Fingerprint))
                )
        );
    }
}

/// <summary>A stage's result in a store.</summary>
internal sealed record StoredResult(string Fingerprint, ImmutableArray<StoredFile> Files)
{
    public static ImmutableArray<StoredFile> FilesOf(string cache, string fingerprint) =>
        EntryManifest.TryRead(Path.Combine(cache, fingerprint, EntryManifest.FileName))!.Outputs;
}
