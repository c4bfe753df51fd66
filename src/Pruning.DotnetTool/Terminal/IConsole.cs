using Spectre.Console;

namespace Pruning.DotnetTool.Terminal;

/// <summary>Where a command writes to; tests give their own.</summary>
internal interface IConsole
{
    /// <summary>Results: text or JSON, nothing else.</summary>
    TextWriter Out { get; }

    /// <summary>Diagnostics and progress.</summary>
    TextWriter Error { get; }

    /// <summary>
    /// The terminal behind <see cref="Error"/> for live progress, or null where it is redirected or cannot redraw
    /// lines.
    /// </summary>
    IAnsiConsole? Live { get; }
}
