using System.Text;
using Spectre.Console;

namespace Pruning.DotnetTool.Terminal;

/// <summary>The console of this process.</summary>
internal sealed class ProcessConsole : IConsole
{
    private readonly Lazy<IAnsiConsole?> _live;

    public ProcessConsole()
    {
        Out = WriterOf(Console.OpenStandardOutput());
        Error = WriterOf(Console.OpenStandardError());
        _live = new Lazy<IAnsiConsole?>(() =>
            Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb" ? null : LiveOn(Error)
        );
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public IAnsiConsole? Live => _live.Value;

    /// <summary>UTF-8 without a byte-order mark, flushed a write: what was said survives a kill.</summary>
    private static TextWriter WriterOf(Stream stream) =>
        TextWriter.Synchronized(
            new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true }
        );

    // On fewer lines nothing is redrawn: Spectre.Console throws where what it shows is cropped and becomes lower (0.57).
    private static IAnsiConsole? LiveOn(TextWriter writer)
    {
        const int LeastLines = 8;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        return console.Profile.Height >= LeastLines ? console : null;
    }
}
