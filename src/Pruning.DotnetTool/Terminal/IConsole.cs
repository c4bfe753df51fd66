using Spectre.Console;

namespace Pruning.DotnetTool.Terminal;

/// <summary>Where a command reads its surroundings from and writes to; tests give their own.</summary>
internal interface IConsole
{
    /// <summary>Results: text or JSON, nothing else.</summary>
    TextWriter Out { get; }

    /// <summary>Diagnostics and progress.</summary>
    TextWriter Error { get; }

    /// <summary>Whether <see cref="Error"/> is a terminal that can redraw lines.</summary>
    bool IsInteractive { get; }

    /// <summary>The terminal behind <see cref="Error"/>, for live progress; only used when <see cref="IsInteractive"/>.</summary>
    IAnsiConsole Live { get; }

    /// <summary>The terminal behind <see cref="Out"/>, for tables: plain text without control characters when redirected.</summary>
    IAnsiConsole Tables { get; }
}
