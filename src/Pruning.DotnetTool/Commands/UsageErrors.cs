using System.CommandLine;
using System.CommandLine.Parsing;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// What a command line that does not parse answers: each error on its own line, what was probably meant, and where the
/// help is.
/// </summary>
internal static class UsageErrors
{
    /// <summary>Whether a line is at fault, also where the parser has nothing against it.</summary>
    public static bool Has(ParseResult parsed) =>
        parsed.Errors.Count > 0 || HasEmptyArgument(parsed) || OptionTakenForArgument(parsed) is not null;

    private static bool HasEmptyArgument(ParseResult parsed) => parsed.Tokens.Any(token => token.Value.Length == 0);

    // The parser gives a misspelt option to the first argument that has room. A file may begin so behind '--', or as
    // './-name'.
    private static string? OptionTakenForArgument(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed
                .CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .FirstOrDefault(token => token.Value.StartsWith('-'))
                ?.Value;

    public static int Report(ParseResult parsed, IConsole console)
    {
        foreach (var error in Messages(parsed))
            console.Error.WriteLine($"dotnet-prune: error: {error}");
        console.Error.WriteLine(
            $"Run 'dotnet prune {string.Concat(VerbOf(parsed.CommandResult).Select(name => $"{name} "))}--help' "
                + $"for what it takes."
        );
        return ExitCodes.BadInput;
    }

    private static IEnumerable<string> Messages(ParseResult parsed)
    {
        if (HasEmptyArgument(parsed))
            return ["An argument is empty: a variable may have no value. Give one, or leave its option out."];
        if (OptionTakenForArgument(parsed) is { } misspelt)
            return [Unknown(parsed.CommandResult.Command, misspelt)];
        // What the parser says beyond this follows from it: that a value is too much, that what was misspelt is
        // missing.
        if (parsed.UnmatchedTokens is [var first, ..])
            return [Unknown(parsed.CommandResult.Command, first)];
        var verbs = Verbs(parsed.CommandResult.Command).ToList();
        return verbs.Count > 0
            ? [$"What to do is not said. It takes one of {string.Join(", ", verbs)}."]
            : parsed
                .Errors.Select(error =>
                    string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                )
                .Distinct();
    }

    private static string Unknown(Command command, string token)
    {
        var verbs = Verbs(command).ToList();
        if (token.StartsWith('-'))
            return $"'{token}' is no option{Of(command)}.{Suggestion.Sentence(token, Options(command))}";
        if (verbs.Count == 0)
            return $"'{token}' is one argument too many.";
        return $"'{token}' is no verb{Of(command)}.{Suggestion.Sentence(token, verbs)} There are "
            + $"{string.Join(", ", verbs)}.";
    }

    private static string Of(Command command) => command is RootCommand ? "" : $" of '{command.Name}'";

    private static IEnumerable<string> Verbs(Command command) =>
        command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Where(option => !option.Hidden).Select(option => option.Name);

    private static IEnumerable<string> VerbOf(CommandResult result) =>
        result.Command is RootCommand
            ? []
            : [.. result.Parent is CommandResult parent ? VerbOf(parent) : [], result.Command.Name];
}
