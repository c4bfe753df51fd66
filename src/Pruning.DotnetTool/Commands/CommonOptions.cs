using System.CommandLine;

namespace Pruning.DotnetTool.Commands;

/// <summary>The options that every verb has.</summary>
internal static class CommonOptions
{
    public static Option<OutputFormat> Format() => new("--format")
    {
        Description = "How results are written: text, or json (a contract for scripts).",
        DefaultValueFactory = _ => OutputFormat.Text,
    };

    public static Option<Verbosity> Verbosity() => new("--verbosity", "-v")
    {
        Description = "How much is said while work goes on: quiet (errors only), normal, detailed.",
        DefaultValueFactory = _ => Commands.Verbosity.Normal,
    };
}
