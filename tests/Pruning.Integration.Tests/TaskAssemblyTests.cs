using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Pruning.Integration.Tests;

/// <summary>
/// The packed tasks load wherever MSBuild runs: on .NET, and on the .NET Framework inside Visual Studio.
/// </summary>
public sealed class TaskAssemblyTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    // Both are 15.1.0.0 since Visual Studio 2017; MSBuild brings them itself.
    private static readonly string[] Allowed =
    [
        "netstandard 2.0.0.0",
        "Microsoft.Build.Framework 15.1.0.0",
        "Microsoft.Build.Utilities.Core 15.1.0.0",
    ];

    [Fact]
    public void They_need_netstandard_and_MSBuild_and_nothing_else()
    {
        using var assembly = Open();
        var metadata = assembly.GetMetadataReader();

        var references = metadata
            .AssemblyReferences.Select(metadata.GetAssemblyReference)
            .Select(reference => $"{metadata.GetString(reference.Name)} {reference.Version}");

        Assert.Subset(Allowed.ToHashSet(), references.ToHashSet());
    }

    [Fact]
    public void All_that_they_call_is_in_netstandard()
    {
        using var reference = new PEReader(File.OpenRead(Netstandard()));
        var known = Members(reference.GetMetadataReader());
        using var assembly = Open();
        var metadata = assembly.GetMetadataReader();

        var used = metadata
            .MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member =>
                (
                    Type: metadata.GetTypeReference((TypeReferenceHandle)member.Parent),
                    Name: metadata.GetString(member.Name)
                )
            )
            .Where(member =>
                member.Type.ResolutionScope.Kind == HandleKind.AssemblyReference
                && IsNetstandard(metadata, (AssemblyReferenceHandle)member.Type.ResolutionScope)
            )
            .Select(member =>
                $"{metadata.GetString(member.Type.Namespace)}.{metadata.GetString(member.Type.Name)}::{member.Name}"
            )
            .ToHashSet();

        Assert.Contains("System.IO.File::Exists", used);
        Assert.Subset(known, used);
    }

    private PEReader Open()
    {
        using var package = ZipFile.OpenRead(packages.Package);
        using var packed = package.GetEntry("tasks/netstandard2.0/Pruning.Tasks.dll")!.Open();
        var copy = new MemoryStream();
        packed.CopyTo(copy);
        copy.Position = 0;
        return new PEReader(copy);
    }

    // What the tasks were compiled against, as NuGet unpacked it.
    private static string Netstandard() =>
        Directory
            .EnumerateFiles(
                Path.Combine(PackedPackages.UnpackedRoot, "netstandard.library"),
                "netstandard.dll",
                SearchOption.AllDirectories
            )
            .First(path =>
                path.Contains(
                    $"{Path.DirectorySeparatorChar}ref{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            );

    private static bool IsNetstandard(MetadataReader metadata, AssemblyReferenceHandle handle) =>
        metadata.GetString(metadata.GetAssemblyReference(handle).Name) == "netstandard";

    private static HashSet<string> Members(MetadataReader metadata) =>
        [
            .. metadata
                .TypeDefinitions.Select(metadata.GetTypeDefinition)
                .SelectMany(type =>
                    type.GetMethods()
                        .Select(method => metadata.GetString(metadata.GetMethodDefinition(method).Name))
                        .Concat(
                            type.GetFields()
                                .Select(field => metadata.GetString(metadata.GetFieldDefinition(field).Name))
                        )
                        .Select(member =>
                            $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}::{member}"
                        )
                ),
        ];
}
