using Pruning.DotnetTool.Cluster;
using Pruning.DotnetTool.Interruption;
using Pruning.Testing;

[assembly: TestCollectionOrderer("Pruning.DotnetTool.CollectionOrder", "Pruning.DotnetTool.Tests")]

namespace Pruning.DotnetTool;

/// <summary>Those that build a project again and again, or wait for long.</summary>
public sealed class CollectionOrder()
    : LongestFirst(
        nameof(ClusterTests),
        nameof(StoppedBuildTests),
        nameof(KilledBuildTests),
        nameof(FailingDiskTests),
        nameof(DamagedStoreTests),
        nameof(TwoBuildsTests),
        nameof(AcceptTests),
        nameof(SurroundingsTests)
    );
