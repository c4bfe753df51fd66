using System.Reflection;

namespace Pruning.Diagnostics;

/// <summary>The pages of <c>docs/codes</c>, which travel inside this assembly.</summary>
public static class CodePages
{
    private const string UrlKey = "PruningDocumentationUrl";

    /// <summary>Where the pages are published: set when this assembly was built; null where they are not.</summary>
    public static Uri? PublishedAt { get; } =
        UrlOf(
            typeof(CodePages)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .FirstOrDefault(one => one.Key == UrlKey)
                ?.Value
        );

    /// <summary>The page as Markdown; null for a code that has none.</summary>
    public static string? Read(string code)
    {
        using var stream = typeof(CodePages).Assembly.GetManifestResourceStream($"codes/{code}.md");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static Uri? UrlOf(string? url) => string.IsNullOrEmpty(url) ? null : new Uri(url.TrimEnd('/') + "/");
}
