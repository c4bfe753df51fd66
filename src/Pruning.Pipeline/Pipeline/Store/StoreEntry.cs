namespace Pruning.Pipeline.Store;

/// <summary>A stage's stored result, verified when it was opened.</summary>
/// <param name="Folder">Full path of the folder with the outputs.</param>
public sealed record StoreEntry(string Folder, EntryManifest Manifest)
{
    public string PathOf(string name) => Path.Combine(Folder, name);

    public bool Has(string name) => Manifest.Outputs.Any(file => file.Name == name);
}
