using Pruning.Testing;

[assembly: TestCollectionOrderer("Pruning.CollectionOrder", "Pruning.Engine.Tests")]

namespace Pruning;

/// <summary>Those that run networks take longer than all others together.</summary>
public sealed class CollectionOrder() : LongestFirst(TorchCollection.Name);
