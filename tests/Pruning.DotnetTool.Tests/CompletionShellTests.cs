using System.Diagnostics;

namespace Pruning.DotnetTool;

/// <summary>The completion scripts in their shells, which ask the real program.</summary>
public sealed class CompletionShellTests : IDisposable
{
    private static readonly string[] Lines =
    [
        "dotnet prune bench",
        "dotnet-prune cache li",
        "dotnet prune benchmark --ro",
        "dotnet pub",
        "dotnet pru",
        "dotnet prune prune --redu",
    ];
    private static readonly string[] Completed =
    [
        "dotnet prune benchmark",
        "dotnet-prune cache list",
        "dotnet prune benchmark --rounds",
        "dotnet publish",
        "dotnet prune",
        "dotnet prune prune --reduction",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pruning-shell-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ShellFact("bash")]
    public async Task Bash_completes_verbs_options_and_the_sdks_own()
    {
        await WriteAsync("bash");
        var found = await RunAsync(
            "bash",
            """
            source completion
            for line in "$@"; do
                COMP_LINE=$line COMP_POINT=${#line} COMPREPLY=()
                read -ra COMP_WORDS <<< "$line"
                COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
                name=$(complete -p "${COMP_WORDS[0]}" | sed 's/.*-F \([^ ]*\).*/\1/')
                "$name"
                echo "${line% *} ${COMPREPLY[*]}"
            done
            """
        );
        Assert.Equal(Completed, found);
    }

    [ShellFact("zsh")]
    public async Task Zsh_completes_verbs_options_and_the_sdks_own()
    {
        await WriteAsync("zsh");
        // An interactive shell on a terminal of its own: each line, tab, and a key that shows what stands there then.
        var found = await RunAsync(
            "zsh",
            """
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z "unset zle_bracketed_paste; PS1=; autoload -Uz compinit; compinit -u -D; source ./completion; show() { print -r -- \"<<\$BUFFER>>\"; BUFFER= }; zle -N show; bindkey '^X' show; print REA''DY"
            zpty -r -m z out '*READY*'
            for line in "$@"; do
                zpty -w -n z "$line"$'\t\x18'
                zpty -r -m z out '*<<*>>*'
                print -r -- "${${out##*<<}%%>>*}"
            done
            """
        );
        Assert.Equal(Completed, found);
    }

    /// <summary>The script, and a dotnet that knows this program as its verb.</summary>
    private async Task WriteAsync(string shell)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "completion"),
            (await ToolRun.OfAsync("completion", shell)).Out
        );
        var dotnet = Path.Combine(_folder.FullName, "dotnet");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath!;
        await File.WriteAllTextAsync(
            dotnet,
            $"""
            #!/bin/sh
            if [ "$1" = prune ]; then shift; exec '{host}' '{typeof(ExitCodes).Assembly.Location}' "$@"; fi
            echo build
            echo publish

            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<string[]> RunAsync(string shell, string script)
    {
        var file = Path.Combine(_folder.FullName, "script");
        await File.WriteAllTextAsync(file, script);
        var start = new ProcessStartInfo(shell, [file, .. Lines])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["PATH"] =
            $"{_folder.FullName}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var stop = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return [.. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }
}
