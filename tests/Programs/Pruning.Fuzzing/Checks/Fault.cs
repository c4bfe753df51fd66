namespace Pruning.Fuzzing.Checks;

/// <summary>What a reader must not do with any input.</summary>
/// <param name="What">For people, with the figures.</param>
internal sealed record Fault(FaultKind Kind, string What)
{
    public override string ToString() => $"{Kind}: {What}";
}

internal enum FaultKind
{
    /// <summary>It works for longer than <see cref="Limits.Time"/>.</summary>
    Hang,

    /// <summary>It allocates more than <see cref="Limits.AllocatedBytes"/>.</summary>
    Allocation,

    /// <summary>An exception that the product does not turn into a message of its own.</summary>
    ForeignException,

    /// <summary>
    /// A message without a place, or of more than one line: those that read logs by lines would take its rest for
    /// something else.
    /// </summary>
    Message,

    /// <summary>The same input was read twice, and differently.</summary>
    Unsteady,

    /// <summary>The process ended.</summary>
    Crash,
}
