using System.Collections;
using System.Linq;

namespace Pruning.Tasks;

/// <summary>An item as a project file writes it, with the place of it.</summary>
/// <param name="element">MSBuild's <c>ProjectItemElement</c>.</param>
internal sealed class ItemElement(object element)
{
    public string Type { get; } = EvaluatedProject.Get<string>(element, "ItemType");

    /// <summary>Empty where the element changes or removes items.</summary>
    public string Include
    {
        get => EvaluatedProject.Get<string>(element, nameof(Include));
        set => element.GetType().GetProperty(nameof(Include))!.SetValue(element, value);
    }

    public string Exclude { get; } = EvaluatedProject.Get<string>(element, nameof(Exclude));

    /// <summary>Whether it runs with a target, while the project is built, and not before.</summary>
    public bool IsInTarget { get; } =
        EvaluatedProject
            .Get<IEnumerable>(element, "AllParents")
            .Cast<object>()
            .Any(parent => parent.GetType().Name == "ProjectTargetElement");

    public string File => EvaluatedProject.Get<string>(Location, nameof(File));

    /// <summary>From 1.</summary>
    public int Line => EvaluatedProject.Get<int>(Location, nameof(Line));

    /// <summary>From 1.</summary>
    public int Column => EvaluatedProject.Get<int>(Location, nameof(Column));

    private object Location => EvaluatedProject.Get<object>(element, nameof(Location));
}
