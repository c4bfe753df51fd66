using System.Reflection;
using System.Xml.Linq;

namespace Pruning.Integration.Tests;

/// <summary>Where this repository lies and how it was built, stamped into the test assembly.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    public static string FakeEngine { get; } =
        Path.Combine(
            Root,
            "tests",
            "Programs",
            "Pruning.FakeEngine",
            "bin",
            Configuration,
            "net10.0",
            "fake-engine.dll"
        );

    /// <summary>Of a package that this repository references.</summary>
    public static string PackageVersion(string name) =>
        XDocument
            .Load(Path.Combine(Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Single(package => package.Attribute("Include")!.Value == name)
            .Attribute("Version")!
            .Value;

    private static string Metadata(string key) =>
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
