using Pruning.DotnetTool.Interruption;
using Pruning.Testing;

[assembly: TestCollectionOrderer("Pruning.DotnetTool.CollectionOrder", "Pruning.DotnetTool.Tests")]

namespace Pruning.DotnetTool;

/// <summary>Those that build a project again and again.</summary>
public sealed class CollectionOrder()
    : LongestFirst(
        nameof(StoppedBuildTests),
        nameof(KilledBuildTests),
        nameof(FailingDiskTests),
        nameof(DamagedStoreTests),
        nameof(TwoBuildsTests),
        nameof(AcceptTests),
        nameof(SurroundingsTests)
    );
