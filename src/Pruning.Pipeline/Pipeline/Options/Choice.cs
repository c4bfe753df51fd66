namespace Pruning.Pipeline.Options;

/// <summary>One value of a <see cref="ChoiceOption"/>.</summary>
/// <param name="Name">As written in a project.</param>
/// <param name="Help">A few words.</param>
public sealed record Choice(string Name, string Help);
