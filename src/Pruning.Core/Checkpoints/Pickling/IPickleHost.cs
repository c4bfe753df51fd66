namespace Pruning.Checkpoints.Pickling;

/// <summary>What the machine asks of the format that uses it. Implementations make data and run nothing.</summary>
internal interface IPickleHost
{
    /// <summary>A global's name was read. Throws where the name alone is reason to refuse the file.</summary>
    void Admit(PickleGlobal global);

    /// <summary>The data that stands for calling <paramref name="callable"/>; throws where only running it could tell.</summary>
    object? Construct(PickleGlobal callable, PickleTuple arguments);

    /// <summary>The data behind a persistent id.</summary>
    object? Resolve(object? persistentId);
}
