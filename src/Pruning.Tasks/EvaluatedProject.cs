using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks;

/// <summary>
/// A project that MSBuild evaluates once more, apart from the build: for imports and items that depend on properties.
/// It takes a fifth of a second, so only projects that need it pay for it.
/// </summary>
/// <remarks>
/// Microsoft.Build is there wherever a task runs, but there is no package of it for all hosts that this one is compiled
/// for.
/// </remarks>
internal sealed class EvaluatedProject : IDisposable
{
    private const string Collection =
        "Microsoft.Build.Evaluation.ProjectCollection, Microsoft.Build, Version=15.1.0.0, Culture=neutral, "
        + "PublicKeyToken=b03f5f7f11d50a3a";

    private readonly IDisposable _collection;
    private readonly object _project;

    /// <param name="path">Full path.</param>
    /// <param name="globalProperties">Those of the build.</param>
    public EvaluatedProject(string path, IDictionary<string, string> globalProperties)
    {
        var type = Type.GetType(Collection, throwOnError: true)!;
        _collection = (IDisposable)Activator.CreateInstance(type, globalProperties)!;
        _project = Call(_collection, "LoadProject", path)!;
    }

    /// <summary>Full paths of the files that it imports, except those of SDKs.</summary>
    public IEnumerable<string> Imports => ImportedRoots.Select(root => Get<string>(root, "FullPath"));

    /// <summary>
    /// The elements of these types, in the project and in what it imports, as written; also those in targets.
    /// </summary>
    public IEnumerable<ItemElement> Elements(ICollection<string> types) =>
        ImportedRoots
            .Prepend(Get<object>(_project, "Xml"))
            .SelectMany(root => Get<IEnumerable>(root, "AllChildren").Cast<object>())
            .Where(element =>
                element.GetType().Name == "ProjectItemElement" && types.Contains(Get<string>(element, "ItemType"))
            )
            .Select(element => new ItemElement(element));

    /// <summary>Items of a type in the order of evaluation, with all metadata, also from item definitions.</summary>
    public IReadOnlyList<ITaskItem> Items(string type) =>
        ((IEnumerable)Call(_project, "GetItems", type)!).Cast<object>().Select(TaskItem).ToList();

    /// <summary>What the text is with the values of the properties that it names.</summary>
    public string Expand(string text) => (string)Call(_project, "ExpandString", text)!;

    /// <summary>After a change of an element.</summary>
    public void Reevaluate()
    {
        Call(_project, "MarkDirty");
        Call(_project, "ReevaluateIfNecessary");
    }

    public void Dispose() => _collection.Dispose();

    internal static T Get<T>(object owner, string property) =>
        (T)owner.GetType().GetProperty(property)!.GetValue(owner)!;

    private IEnumerable<object> ImportedRoots =>
        Get<IEnumerable>(_project, "Imports")
            .Cast<object>()
            .Where(import => import.GetType().GetProperty("SdkResult")?.GetValue(import) is null)
            .Select(import => Get<object>(import, "ImportedProject"));

    private static ITaskItem TaskItem(object item)
    {
        var metadata = Get<IEnumerable>(item, "Metadata")
            .Cast<object>()
            .ToDictionary(one => Get<string>(one, "Name"), one => Escaped(Get<string>(one, "EvaluatedValue")));
        return new TaskItem(Escaped(Get<string>(item, "EvaluatedInclude")), metadata);
    }

    // A task item takes what MSBuild writes, in which a percent sign begins an escape.
    private static string Escaped(string text) => text.Replace("%", "%25");

    private static object? Call(object owner, string method, params string[] arguments) =>
        owner
            .GetType()
            .GetMethod(method, [.. arguments.Select(argument => argument.GetType())])!
            .Invoke(owner, arguments);
}
