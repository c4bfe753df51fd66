namespace Pruning.Checkpoints.Pickling;

/// <summary>What the machine asks of the format that uses it. Implementations make data and run nothing.</summary>
internal interface IPickleHost
{
    /// <summary>
    /// What a global's name stands for: itself, or <see cref="PickleAttributeLookup"/>. Throws where the name alone is
    /// reason to refuse the file.
    /// </summary>
    object Admit(PickleGlobal global);

    /// <summary>
    /// The data that stands for an attribute looked up by name; throws unless it is a method of an object in the file.
    /// </summary>
    PickleBoundMethod Attribute(PickleAttributeLookup lookup, PickleTuple arguments);

    /// <summary>The reason to refuse a file that would have this run.</summary>
    Exception Refused(string name);

    /// <summary>
    /// The data that stands for calling <paramref name="callable"/>; throws where only running it could tell.
    /// </summary>
    object? Construct(PickleGlobal callable, PickleTuple arguments);

    /// <summary>The data behind a persistent id.</summary>
    object? Resolve(object? persistentId);
}
