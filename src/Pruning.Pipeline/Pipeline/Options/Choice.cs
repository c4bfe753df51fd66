namespace Pruning.Pipeline.Options;

/// <summary>One value of a <see cref="ChoiceOption"/>.</summary>
/// <param name="Name">As written in a project.</param>
/// <param name="Help">A few words.</param>
/// <param name="IsAvailable">
/// False for a value that is designed but that this version does not do: it is refused, never ignored.
/// </param>
public sealed record Choice(string Name, string Help, bool IsAvailable = true)
{
    /// <summary>A value that this version refuses.</summary>
    public static Choice Later(string name, string help) => new(name, help, IsAvailable: false);
}
