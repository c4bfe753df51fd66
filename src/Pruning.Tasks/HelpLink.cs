using System;
using System.IO;

namespace Pruning.Tasks;

/// <summary>
/// Where a code's page is, for editors and terminals that link codes: the copy that travels in the package.
/// </summary>
internal static class HelpLink
{
    /// <summary>Null where there is no page.</summary>
    public static string? Find(string code) => In(Path.GetDirectoryName(typeof(HelpLink).Assembly.Location), code);

    /// <param name="tasks">The folder that holds the tasks: two below the package's own.</param>
    internal static string? In(string? tasks, string code)
    {
        if (string.IsNullOrEmpty(tasks))
            return null;
        var page = FullPath.Resolve(tasks!, Path.Combine("..", "..", "docs", "codes", code + ".md"));
        return File.Exists(page) ? new Uri(page).AbsoluteUri : null;
    }
}
