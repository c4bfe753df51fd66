namespace Pruning.DotnetTool.Interruption;

/// <summary>Takes folders back to what they were at earlier moments, which are counted from 0.</summary>
/// <param name="place">Where their copies are kept.</param>
/// <param name="folders">They may not be there yet.</param>
internal sealed class SavedFolders(string place, params string[] folders)
{
    // Large, the same for all, and no build changes what it finds there.
    private const string Unchanged = "native";

    public void Save(int moment)
    {
        for (var index = 0; index < folders.Length; index++)
            Replace(folders[index], CopyOf(moment, index));
    }

    public void Restore(int moment)
    {
        for (var index = 0; index < folders.Length; index++)
            Replace(CopyOf(moment, index), folders[index]);
    }

    private static void Replace(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(to).Where(Changes))
            Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(to))
            File.Delete(file);
        if (!Directory.Exists(from))
            return;
        foreach (var folder in Directory.GetDirectories(from).Where(Changes))
            Replace(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static bool Changes(string folder) => Path.GetFileName(folder) != Unchanged;

    private string CopyOf(int moment, int index) => Path.Combine(place, $"{moment}", $"{index}");
}
