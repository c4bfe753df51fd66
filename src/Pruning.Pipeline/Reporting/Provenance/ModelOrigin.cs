using System.Collections.Immutable;

namespace Pruning.Reporting.Provenance;

/// <summary>What a model was made from and with. Holds no path of a machine.</summary>
/// <param name="Engine">The engine's version.</param>
/// <param name="Files">The base model first.</param>
/// <param name="Datasets">Of the splits that were read.</param>
/// <param name="Packages">What the engine consists of, by name; empty where that is not known.</param>
public sealed record ModelOrigin(
    string Engine,
    ImmutableArray<OriginFile> Files,
    ImmutableArray<OriginSplit> Datasets,
    ImmutableArray<OriginPackage> Packages
)
{
    /// <summary>Where the weights came from.</summary>
    public OriginFile Base => Files[0];
}

/// <summary>A file that a model was made from.</summary>
/// <param name="Role">What it was in the build: <c>base model</c>, <c>teacher</c>.</param>
/// <param name="Name">Without its folder; of an architecture that was trained from nothing, its name.</param>
/// <param name="Sha256">Lower-case hexadecimal; null of an architecture.</param>
public sealed record OriginFile(string Role, string Name, string? Sha256);

/// <summary>A split of the dataset.</summary>
/// <param name="Name">Such as <c>train</c>.</param>
/// <param name="Images">How many.</param>
/// <param name="DirectoryHash">
/// Of its images, labels and lists, by in-toto's <c>dirHash</c>: SHA-256 of what <c>sha256sum</c> prints of them, in the
/// order of their names from the dataset's folder.
/// </param>
public sealed record OriginSplit(string Name, int Images, string DirectoryHash);

/// <summary>A NuGet package.</summary>
/// <param name="Sha512">Of the package file, lower-case hexadecimal; null where it is not known.</param>
public sealed record OriginPackage(string Name, string Version, string? Sha512)
{
    /// <summary>How bills of materials call it.</summary>
    public string Url => $"pkg:nuget/{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Version)}";
}
