namespace Pruning.Data.Import;

/// <summary>The split that a file's or folder's name stands for: <c>instances_val2017</c>, <c>valid</c>.</summary>
internal static class SplitName
{
    /// <summary>Null where it says none.</summary>
    public static string? Of(string name) => Dataset.SplitNames.FirstOrDefault(split => name.Contains(split, StringComparison.OrdinalIgnoreCase));
}
