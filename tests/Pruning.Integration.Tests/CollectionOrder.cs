using Pruning.Testing;

[assembly: TestCollectionOrderer("Pruning.Integration.Tests.CollectionOrder", "Pruning.Integration.Tests")]

namespace Pruning.Integration.Tests;

/// <summary>Those with the most builds.</summary>
public sealed class CollectionOrder()
    : LongestFirst(
        nameof(ModelProjectTests),
        nameof(SharedSettingsTests),
        nameof(SolutionTests),
        nameof(AppTests),
        nameof(ToolTests),
        nameof(PackTests)
    );
