namespace Pruning.Checkpoints.Pickling;

/// <summary>Tuples, lists and sets alike.</summary>
internal static class PickleSequence
{
    /// <summary>The items of a tuple, list or set, not copied; empty for anything else.</summary>
    public static IReadOnlyList<object?> ItemsOf(object? value) =>
        value switch
        {
            PickleTuple tuple => tuple.Items,
            PickleList list => list.Items,
            _ => [],
        };
}
