namespace Pruning.Testing;

/// <summary>
/// The reference data that some tests read: real models and images that the repository does not carry.
/// The folder is <c>PRUNING_TESTDATA</c>, or <c>../shared/data</c> beside the checkout.
/// </summary>
internal static class TestData
{
    public static string? Root { get; } = Find();

    public static string PathOf(string relative) =>
        Path.Combine(
            Root ?? throw new InvalidOperationException("No reference data: mark the test [RealDataFact]."),
            relative
        );

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PRUNING_TESTDATA") is { Length: > 0 } configured)
            return Directory.Exists(configured) ? Path.GetFullPath(configured) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                continue;
            var beside = Path.Combine(folder.FullName, "..", "shared", "data");
            return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
        }

        return null;
    }
}
