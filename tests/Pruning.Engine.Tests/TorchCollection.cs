using Pruning.Execution;
using Xunit;

namespace Pruning.Testing;

/// <summary>Tests that run networks: one after the other, since each already uses every core.</summary>
[CollectionDefinition(Name)]
public sealed class TorchCollection : ICollectionFixture<StartedTorch>
{
    public const string Name = "torch";
}

/// <summary>
/// libtorch, loaded as the product loads it, before a test uses torch itself: TorchSharp's own search does not find it
/// on every machine.
/// </summary>
public sealed class StartedTorch
{
    public StartedTorch() => TorchRuntime.Initialize();
}
