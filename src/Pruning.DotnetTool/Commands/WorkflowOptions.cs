using System.CommandLine;
using System.CommandLine.Parsing;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Builds;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Projects;
using Pruning.DotnetTool.Workflows;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// Which CI is to build a project, and in which file it is told so: beside a new project, or alone for one that is there.
/// </summary>
internal sealed class WorkflowOptions
{
    private readonly Option<WorkflowHost?> _host = new("--ci")
    {
        Description =
            "Also writes a workflow that builds the model in CI, publishes its reports, and comments on a pull request "
            + "what it changes of the model. Without a model and --data: for a project that is there.",
        HelpName = "github|azure|gitlab",
        CustomParser = result => CommonOptions.OneOf<WorkflowHost>("--ci")(result),
    };

    private readonly Option<string?> _file = new("--ci-file")
    {
        Description =
            "The workflow to write. [default: where its host looks, in the repository that holds the project]",
        HelpName = "file",
    };

    /// <param name="model">What a new project needs, as it does <paramref name="data"/>.</param>
    /// <param name="ofProject">Options that say something about a new project, and nothing about a workflow.</param>
    public WorkflowOptions(
        Command command,
        Argument<string> model,
        Option<string> data,
        IReadOnlyList<Option> ofProject
    )
    {
        command.Options.Add(_host);
        command.Options.Add(_file);
        command.Validators.Add(result =>
        {
            var (hasModel, hasData) = (
                result.GetResult(model) is { Tokens.Count: > 0 },
                result.GetResult(data) is not null
            );
            var isAlone = !hasModel && !hasData && result.GetResult(_host) is not null;
            if (!isAlone && !(hasModel && hasData))
                result.AddError(
                    $"{(hasModel ? "--data is missing." : hasData ? "The model is missing." : "A model and --data are missing.")} "
                        + $"A new project needs both; --ci alone writes a workflow for a project that is there."
                );
            if (isAlone && ofProject.FirstOrDefault(option => IsGiven(result, option)) is { } idle)
                result.AddError(
                    $"{idle.Name} is about a new project, and --ci without a model and --data writes none. Leave it out."
                );
            if (result.GetResult(_file) is not null && result.GetResult(_host) is null)
                result.AddError("--ci-file has no meaning without --ci, which says for whose CI.");
        });
    }

    /// <summary>The files of a workflow for a project; none where none is asked for.</summary>
    /// <param name="path">Of the .pruneproj, which need not be there yet.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Make(CommandScope scope, ParseResult parsed, string path)
    {
        if (parsed.GetValue(_host) is not { } host)
            return [];
        var project = WorkflowProject.Of(path);
        foreach (var note in WorkflowFiles.Notes(project))
            scope.Work.Note(note);
        return WorkflowFiles.Make(project, host, parsed.GetValue(_file));
    }

    /// <summary>Writes a workflow for a project that is there.</summary>
    /// <param name="output">Names the project; where it is not given, it is the only one of the current folder.</param>
    /// <returns>An exit code.</returns>
    /// <exception cref="PruneException">PRUNE0002: it is not there; PRUNE0150: the workflow is there already.</exception>
    public int WriteAlone(CommandScope scope, ParseResult parsed, Option<string> output, bool replaces)
    {
        var stated = IsGiven(parsed.CommandResult, output) ? parsed.GetRequiredValue(output) : ".";
        var path = Path.GetFullPath(ProjectPath.Find(stated));
        if (!File.Exists(path))
            throw new PruneException(
                Codes.UnreadableProject,
                $"There is no project '{path}' that CI could build. Give one with --output, or a model and --data to "
                    + $"write it as well.",
                new SourceLocation(path)
            );
        var files = Make(scope, parsed, path);
        if (!replaces)
            WrittenFiles.Refuse(files.Select(written => written.Key));
        foreach (var (written, text) in files)
            WrittenFiles.Write(written, text);
        scope.Write(new NewWorkflow(path, [.. files.Select(written => written.Key)]), writer =>
            writer.WriteLine(
                $"{string.Join('\n', files.Select(written => written.Key))}\nNext: commit them. The first run trains, and "
                    + $"later ones do not; docs/ci.md says what each host needs besides."
            )
        );
        return ExitCodes.Success;
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
