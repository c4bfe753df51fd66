using System;

namespace Pruning.Tasks;

/// <summary>One nested class of <c>PrunedModels</c>.</summary>
internal sealed class ModelAccessor(
    ModelDescription description,
    string logicalName,
    string embedAs,
    string project,
    bool hasSignature = false
)
{
    public ModelDescription Description { get; } = description;

    /// <summary>
    /// The resource's name, or the file's path below the app's folder, which every system reads with slashes.
    /// </summary>
    public string LogicalName { get; } = Is(embedAs, "Content") ? logicalName.Replace('\\', '/') : logicalName;

    public bool IsResource { get; } = Is(embedAs, "Resource");

    public bool IsContent { get; } = Is(embedAs, "Content");

    public string Project { get; } = project;

    /// <summary>Whether a signature travels with it, under the model's name with <c>.sig</c> behind it.</summary>
    public bool HasSignature { get; } = hasSignature;

    public string ClassName { get; } = CSharpName.Class(description.Name);

    private static bool Is(string text, string value) => string.Equals(text, value, StringComparison.OrdinalIgnoreCase);
}
