using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pruning.DotnetTool.Projects;

namespace Pruning.DotnetTool.Workflows;

/// <summary>
/// The text of a workflow: a file of <c>Templates</c>, in which <c>@WORDS@</c> stand for what is special about a project.
/// </summary>
internal static partial class WorkflowText
{
    // The SDK that the model project's own package needs at least.
    private const string Channel = "10.0";

    // What JSON takes in quotes, YAML takes as well; letters of all scripts stay readable.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(WorkflowProject project, WorkflowHost host) =>
        Words().Replace(Read(host), word => Value(word.Value, project, host));

    private static string Value(string word, WorkflowProject project, WorkflowHost host) =>
        word switch
        {
            "@TITLE@" => Quoted(project.Title),
            "@MODEL@" => Quoted(project.Model),
            "@FOLDER@" => Quoted(project.Folder),
            "@FOLDER_FROM_SOURCES@" => Quoted(
                project.Folder == "." ? "$(Build.SourcesDirectory)" : $"$(Build.SourcesDirectory)/{project.Folder}"
            ),
            "@SLUG@" => project.Slug,
            "@SETUP_DOTNET@" => SetUp(project, host),
            "@DOTNET_IMAGE@" => GlobalJson.SdkIn(Path.GetDirectoryName(project.Path)!) is { } version
            && ReleasedVersion().IsMatch(version)
                ? version
                : Channel,
            _ => throw new InvalidOperationException(
                $"The template of {host} has {word}, for which there is no value."
            ),
        };

    private static string SetUp(WorkflowProject project, WorkflowHost host) =>
        (project.SdkSettings, host) switch
        {
            (null, WorkflowHost.Azure) => $"version: {Channel}.x",
            (null, _) => $"dotnet-version: {Channel}.x",
            ({ } path, WorkflowHost.Azure) =>
                $"useGlobalJson: true, workingDirectory: {Quoted($"$(Build.SourcesDirectory)/{Path.GetDirectoryName(path)}".TrimEnd('/'))}",
            ({ } path, _) => $"global-json-file: {Quoted(path)}",
        };

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);

    private static string Read(WorkflowHost host)
    {
        var name = $"workflows/{host.ToString().ToLowerInvariant()}.yml";
        using var reader = new StreamReader(typeof(WorkflowText).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("@[A-Z]+(_[A-Z]+)*@")]
    private static partial Regex Words();

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")]
    private static partial Regex ReleasedVersion();
}
