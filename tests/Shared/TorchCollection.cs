using Xunit;

namespace Pruning.Testing;

/// <summary>Tests that run networks: one after the other, since each already uses every core.</summary>
[CollectionDefinition(Name)]
public sealed class TorchCollection
{
    public const string Name = "torch";
}
