using Pruning.Diagnostics;

namespace Pruning.Pipeline.Store;

/// <summary>An item of a project that a kept warning is about, by what it says: lines move.</summary>
/// <param name="Occurrence">From 0, of several that say the same.</param>
public sealed record StoredItem(string Type, string Include, int Occurrence)
{
    /// <summary>The item that stands at a place; null for none.</summary>
    public static StoredItem? At(SourceLocation place, ProjectRequest request)
    {
        // An item that another file declares has the place of the project as a whole.
        if (place == request.Location || request.Items.FirstOrDefault(item => item.Location == place) is not { } found)
            return null;
        var same = request.Items.Where(item => item.Type == found.Type && item.Include == found.Include).ToList();
        return new StoredItem(found.Type, found.Include, same.IndexOf(found));
    }

    /// <summary>Where the project has it today, or the project file.</summary>
    public SourceLocation LocationIn(ProjectRequest request)
    {
        var same = request.Items.Where(item => item.Type == Type && item.Include == Include).ToList();
        return same.Count > 0 ? same[Math.Clamp(Occurrence, 0, same.Count - 1)].Location : request.Location;
    }
}
