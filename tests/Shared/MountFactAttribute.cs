using Xunit;

namespace Pruning.Testing;

/// <summary>
/// A test with a disk that is full, or cannot be written; skipped, with a plain message, where nothing can be mounted.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = MountTheoryAttribute.Reason!;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountTheoryAttribute : TheoryAttribute
{
    public MountTheoryAttribute() => Skip = Reason!;

    /// <summary>Why it is skipped; null where it is not.</summary>
    public static string? Reason { get; } =
        SmallDisk.CanBeMounted() ? null : "Mounting a disk for the test takes root's rights on Linux.";
}
