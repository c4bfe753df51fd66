using System.Text;
using Spectre.Console;

namespace Pruning.DotnetTool.Terminal;

/// <summary>The console of this process.</summary>
internal sealed class ProcessConsole : IConsole
{
    /// <summary>Columns of redirected output: wide enough that no table line breaks.</summary>
    public const int RedirectedWidth = 160;

    private readonly Lazy<IAnsiConsole> _live;
    private readonly Lazy<IAnsiConsole> _tables;

    public ProcessConsole()
    {
        Out = WriterOf(Console.OpenStandardOutput());
        Error = WriterOf(Console.OpenStandardError());
        _live = new Lazy<IAnsiConsole>(() => AnsiConsoleOf(Error, Console.IsErrorRedirected));
        _tables = new Lazy<IAnsiConsole>(() => AnsiConsoleOf(Out, Console.IsOutputRedirected));
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public bool IsInteractive => !Console.IsErrorRedirected && !IsDumbTerminal;

    public IAnsiConsole Live => _live.Value;

    public IAnsiConsole Tables => _tables.Value;

    private static bool IsDumbTerminal => Environment.GetEnvironmentVariable("TERM") is "dumb";

    /// <summary>UTF-8 without a byte-order mark, flushed a write: what is shown survives a kill.</summary>
    private static StreamWriter WriterOf(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    private static IAnsiConsole AnsiConsoleOf(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected || IsDumbTerminal ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected || IsDumbTerminal ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
            console.Profile.Width = RedirectedWidth;
        return console;
    }
}
