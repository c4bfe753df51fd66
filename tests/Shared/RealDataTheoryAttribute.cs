using Xunit;

namespace Pruning.Testing;

/// <summary>The <see cref="RealDataFactAttribute"/> of theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute() => Skip = new RealDataFactAttribute().Skip;
}
