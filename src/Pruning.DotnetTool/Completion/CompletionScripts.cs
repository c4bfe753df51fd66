using System.Collections.Immutable;

namespace Pruning.DotnetTool.Completion;

/// <summary>
/// A script for each shell. They ask the tool itself, through the <c>[suggest]</c> directive, what may stand at the
/// cursor, so they never fall behind its options. Where it knows nothing, the shell offers files.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # dotnet prune: completion for bash
        _dotnet_prune() {
            local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
            line="${line#*prune}"
            line="${line# }"
            mapfile -t COMPREPLY < <(compgen -W "$(dotnet prune "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word")
        }
        _dotnet_or_prune() {
            if [ "${COMP_WORDS[1]}" = prune ] && [ "$COMP_CWORD" -gt 1 ]; then
                _dotnet_prune
            else
                mapfile -t COMPREPLY < <(compgen -W "$(dotnet complete --position "$COMP_POINT" "$COMP_LINE" 2>/dev/null) prune" -- "${COMP_WORDS[COMP_CWORD]}")
            fi
        }
        complete -o default -F _dotnet_prune dotnet-prune
        complete -o default -F _dotnet_or_prune dotnet

        """;

    private const string Zsh = """
        # dotnet prune: completion for zsh (after compinit)
        _dotnet_prune() {
            local line="${(j: :)words[2,CURRENT]}"
            [[ "$words[1]" == dotnet ]] && line="${(j: :)words[3,CURRENT]}"
            local -a found
            found=("${(@f)$(dotnet prune "[suggest:${#line}]" "$line" 2>/dev/null)}")
            found=("${(@)found:#}")
            if (( $#found )); then compadd -- "${found[@]}"; else _files; fi
        }
        _dotnet_or_prune() {
            if [[ "$words[2]" == prune ]] && (( CURRENT > 2 )); then
                _dotnet_prune
            else
                local -a found
                found=("${(@f)$(dotnet complete "${words[*]}" 2>/dev/null)}" prune)
                compadd -- "${(@)found:#}"
            fi
        }
        compdef _dotnet_prune dotnet-prune
        compdef _dotnet_or_prune dotnet

        """;

    private const string PowerShell = """
        # dotnet prune: completion for PowerShell
        Register-ArgumentCompleter -Native -CommandName dotnet, dotnet-prune -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $text = "$commandAst".PadRight($cursorPosition)
            if ($text -match '^dotnet[ -]prune(?:\.exe)? (.*)$') {
                $line = $Matches[1]
                $found = dotnet prune "[suggest:$($line.Length)]" "$line"
            } else {
                $found = dotnet complete --position $cursorPosition "$commandAst"
            }
            $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    public static ImmutableArray<string> Shells { get; } = ["bash", "zsh", "pwsh"];

    /// <param name="shell">One of <see cref="Shells"/>.</param>
    public static string For(string shell) =>
        (
            shell switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => PowerShell,
            }
        ).ReplaceLineEndings("\n");
}
