namespace Pruning.Checkpoints.Pickling;

/// <summary>
/// A method of an object in the same pickle, by name: what Python writes for an attribute that holds one. Data; there
/// is nothing behind the name.
/// </summary>
internal sealed record PickleBoundMethod(PickleObject Owner, string Name)
{
    public override string ToString() => $"{Owner.Type}.{Name}";
}
