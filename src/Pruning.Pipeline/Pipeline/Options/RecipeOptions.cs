namespace Pruning.Pipeline.Options;

/// <summary>Where a training's hyper-parameters come from.</summary>
/// <param name="File">Full path of a yaml; null for the built-in values.</param>
/// <param name="LabelSmoothing">Null for what the yaml says.</param>
public sealed record RecipeOptions(string? File, double? LabelSmoothing)
{
    /// <exception cref="Diagnostics.PruneException">The file does not exist.</exception>
    public static RecipeOptions Read(ProjectRequest request) =>
        new(InputFile.Find(request, OptionCatalogue.Hyperparameters), OptionCatalogue.LabelSmoothing.Read(request));
}
