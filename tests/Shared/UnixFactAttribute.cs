using Xunit;

namespace Pruning.Testing;

/// <summary>
/// A test that sends signals and looks at processes as Linux has them; skipped, with a plain message, elsewhere.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = UnixTheoryAttribute.Reason!;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = Reason!;

    /// <summary>Why it is skipped; null where it is not.</summary>
    public static string? Reason { get; } =
        OperatingSystem.IsLinux() ? null : "Only Linux has these signals and processes.";
}
