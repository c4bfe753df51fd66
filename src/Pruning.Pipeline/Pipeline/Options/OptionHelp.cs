using System.Text;

namespace Pruning.Pipeline.Options;

/// <summary>The catalogues as a reference page: the source of docs/project-file.md.</summary>
public static class OptionHelp
{
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append("# What a .pruneproj can say\n\n");
        page.Append(
            "Made from the option catalogue; a test holds the two together.\n\n## Properties\n\n| property | "
                + "default | takes | meaning |\n|---|---|---|---|\n"
        );
        foreach (var option in OptionCatalogue.All)
            page.Append(null, $"| `{option.Name}` | {Default(option)} | {option.Values} | {option.Help} |\n");
        page.Append("\n## Items\n");
        foreach (var kind in ItemCatalogue.All)
        {
            page.Append(
                null,
                $"\n### "
                    + $"{kind.Type}\n\n{Wrapped($"{kind.Help} `Include` names {kind.Includes.Replace("<", "\\<", StringComparison.Ordinal)}.")}\n"
            );
            if (kind.Metadata.IsEmpty)
                continue;
            page.Append("\n| metadata | meaning |\n|---|---|\n");
            foreach (var metadata in kind.Metadata)
                page.Append(null, $"| `{metadata.Name}` | {metadata.Help} |\n");
        }

        return page.ToString();
    }

    private static string Wrapped(string text)
    {
        var (lines, column) = (new StringBuilder(), 0);
        foreach (var word in text.Split(' '))
        {
            var isNext = column > 0 && column + 1 + word.Length > 120;
            lines
                .Append(
                    isNext ? "\n"
                    : column > 0 ? " "
                    : ""
                )
                .Append(word);
            column =
                word.Length
                + (
                    isNext ? 0
                    : column > 0 ? column + 1
                    : 0
                );
        }

        return lines.ToString();
    }

    private static string Default(ProjectOption option) =>
        option switch
        {
            TextOption { IsRequired: true } => "required",
            { Default.Length: 0 } => "",
            _ => $"`{option.Default}`",
        };
}
