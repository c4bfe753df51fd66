namespace Pruning.Checkpoints.Pickling;

/// <summary>
/// Python's <c>getattr</c>, by which bound methods are pickled. No <see cref="PickleGlobal"/> on purpose: it may stand
/// only where it is called (or be remembered for the next call), never where a class belongs nor inside any other
/// value.
/// </summary>
internal sealed record PickleAttributeLookup(PickleGlobal Global);
