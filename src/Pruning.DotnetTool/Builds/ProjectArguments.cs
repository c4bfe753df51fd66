using System.CommandLine;
using Pruning.DotnetTool.Commands;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Builds;

/// <summary>The project that a verb works on, and properties that are set for it.</summary>
internal sealed class ProjectArguments
{
    private readonly Argument<string> _project = new("project")
    {
        Description = "The .pruneproj, or the folder that it is in. [default: the current folder]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _properties = new("--property", "-p")
    {
        Description = "Sets an MSBuild property for this build; can be repeated.",
        HelpName = "name=value",
        AllowMultipleArgumentsPerToken = false,
    };

    public ProjectArguments(Command command)
    {
        _properties.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"--property takes name=value, not '{token.Value}'.");
        });
        command.Arguments.Add(_project);
        command.Options.Add(_properties);
    }

    /// <summary>Has MSBuild evaluate the project.</summary>
    /// <exception cref="Pruning.Diagnostics.PruneException">
    /// PRUNE0002: there is no such project, or MSBuild refuses it; PRUNE0104: a property is misspelt.
    /// </exception>
    /// <param name="more">Properties, as <c>--property</c> takes them, that a verb's own options set.</param>
    public ProjectRequest Evaluate(
        CommandScope scope,
        ParseResult parsed,
        CancellationToken cancellation,
        params IReadOnlyList<string> more
    )
    {
        var path = Path(parsed);
        var given = parsed.GetValue(_properties) ?? [];
        var request = ProjectRequest.Read(
            scope.Work.Run("evaluating the project", _ =>
                ProjectRequestWriter.Write(path, [.. given, .. more], scope.Work.Say, cancellation)
            )
        );
        foreach (var property in given)
            Misspellings.RefuseGiven(property[..property.IndexOf('=', StringComparison.Ordinal)].Trim(), request);
        return request;
    }

    /// <summary>Has MSBuild say where builds of the project report.</summary>
    public BuildOutputs Outputs(CommandScope scope, ParseResult parsed, CancellationToken cancellation) =>
        scope.Work.Run("evaluating the project", _ =>
            BuildOutputs.Of(Path(parsed), parsed.GetValue(_properties) ?? [], scope.Work.Say, cancellation)
        );

    private string Path(ParseResult parsed) =>
        ProjectPath.Find(parsed.GetValue(_project) ?? Directory.GetCurrentDirectory());
}
