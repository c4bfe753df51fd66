using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;

namespace Pruning.Tasks;

/// <summary>
/// Items such as <c>KeepLayer Include="model.24.*"</c> or <c>Gate Include="AP50/*"</c>. MSBuild reads the wildcard as
/// one over files, and puts those in the item's place: as a rule none. A gate that is lost so would let any model pass.
/// So it is asked what the items are when the wildcards are written as it takes them for characters; then conditions,
/// properties, <c>Update</c>, <c>Remove</c> and item definitions count as everywhere.
/// </summary>
internal sealed class WildcardItems
{
    private readonly IReadOnlyCollection<string> _types;
    private readonly Dictionary<string, (IReadOnlyList<ITaskItem> AsFiles, IReadOnlyList<ITaskItem> AsText)> _items =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(ItemElement Element, string Text)> _refusals = [];

    private WildcardItems(IReadOnlyCollection<string> types) => _types = types;

    /// <summary>What cannot be done as it is meant, with the reason and what to write.</summary>
    public IReadOnlyList<(ItemElement Element, string Text)> Refusals => _refusals;

    /// <param name="files">The project, and the files that it imports.</param>
    /// <param name="types">Of items whose <c>Include</c> is text.</param>
    /// <param name="evaluated">The project; its elements are changed.</param>
    public static WildcardItems Find(
        IEnumerable<string> files,
        IReadOnlyCollection<string> types,
        Lazy<EvaluatedProject> evaluated
    )
    {
        var found = new WildcardItems(types);
        var candidate = new Regex(
            $"<({string.Join("|", types)})\\s[^>]*?\\bInclude\\s*=\\s*(\"[^\"]*(\\*|\\?|\\$\\()|'[^']*(\\*|\\?|\\$\\())",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
        );
        if (files.Any(file => File.Exists(file) && candidate.IsMatch(File.ReadAllText(file))))
            found.Evaluate(evaluated.Value);
        return found;
    }

    /// <summary>The items of a type as they are meant.</summary>
    /// <param name="built">
    /// As the build has them: in place of wildcards the files that match them, and changed by targets.
    /// </param>
    public IEnumerable<ITaskItem> Meant(string type, IEnumerable<ITaskItem> built)
    {
        if (!_items.TryGetValue(type, out var items))
            return built;
        var left = built.ToList();
        var meant = new List<ITaskItem>();
        foreach (var item in items.AsText)
        {
            if (left.Find(one => Same(one, item)) is { } same)
            {
                left.Remove(same);
                meant.Add(same);
            }
            else if (!items.AsFiles.Any(one => Same(one, item)))
            {
                meant.Add(item);
            }
        }

        // What remains came from a target, or is a file.
        return meant.Concat(left.Where(item => !items.AsFiles.Any(one => Same(one, item))));
    }

    private void Evaluate(EvaluatedProject project)
    {
        var asFiles = _types.ToDictionary(type => type, project.Items, StringComparer.OrdinalIgnoreCase);
        var elements = project.Elements(new HashSet<string>(_types, StringComparer.OrdinalIgnoreCase)).ToList();
        var changed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in elements)
        {
            var include = element.Include.Contains("$(") ? project.Expand(element.Include) : element.Include;
            if (!HasWildcard(include))
                continue;
            if (Refusal(element, Escaped(include)) is { } refusal)
                _refusals.Add((element, refusal));
            element.Include = Escaped(include);
            changed.Add(element.Type);
        }

        foreach (
            var element in elements.Where(element =>
                element.IsInTarget && element.Include.Length == 0 && changed.Contains(element.Type)
            )
        )
            _refusals.Add(
                (
                    element,
                    $"This target changes {element.Type} items while the project is built, and among them are "
                        + $"some with a wildcard, which MSBuild takes for a file pattern and drops before: they would "
                        + $"stay as they are. Write their Include with %2A for * and %3F for ?, which MSBuild leaves "
                        + $"alone."
                )
            );
        if (changed.Count == 0 || _refusals.Count > 0)
            return;
        project.Reevaluate();
        foreach (var type in changed)
            _items[type] = (asFiles[type], project.Items(type));
    }

    private static string? Refusal(ItemElement element, string escaped)
    {
        if (element.IsInTarget)
            return $"{element.Type} '{element.Include}' has a wildcard, and is said in a target: MSBuild takes the "
                + $"wildcard for a file pattern and drops the item, so it would not count. Write '{escaped}' instead, "
                + $"which MSBuild leaves alone.";
        if (element.Exclude.Length > 0)
            return $"{element.Type} '{element.Include}' has a wildcard, and excludes '{element.Exclude}'. The wildcard "
                + $"is over classes or layers that only the engine knows, so nothing can be taken out here, and the "
                + $"exclusion would be lost. Say what is meant without Exclude: name each class or layer, or choose a "
                + $"pattern that matches only what is meant.";
        return null;
    }

    private static bool HasWildcard(string text) => text.IndexOfAny(['*', '?']) >= 0;

    private static string Escaped(string include) => include.Replace("*", "%2A").Replace("?", "%3F");

    private static bool Same(ITaskItem left, ITaskItem right) =>
        string.Equals(left.ItemSpec, right.ItemSpec, StringComparison.OrdinalIgnoreCase);
}
