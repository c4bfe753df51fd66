namespace Pruning.DotnetTool.Interruption;

/// <summary>A test that sends signals; skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignalFactAttribute : FactAttribute
{
    public SignalFactAttribute() => Skip = SignalTheoryAttribute.Reason!;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignalTheoryAttribute : TheoryAttribute
{
    public SignalTheoryAttribute() => Skip = Reason!;

    /// <summary>Why it is skipped; null where it is not.</summary>
    public static string? Reason { get; } = OperatingSystem.IsWindows() ? "Windows has no such signals." : null;
}
