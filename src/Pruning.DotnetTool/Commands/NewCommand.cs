using System.CommandLine;
using Pruning.Data;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Projects;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>
/// <c>new</c>: writes a .pruneproj for a model and a dataset that it has looked at, and an app that ships the model.
/// </summary>
internal static class NewCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        model.Arity = ArgumentArity.ZeroOrOne;
        var data = new Option<string>("--data") { Description = "The dataset's yaml.", HelpName = "yaml" };
        var size = CatalogueOptions.Of(OptionCatalogue.ImageSize, "--imgsz", "pixels");
        var output = new Option<string>("--output", "-o")
        {
            Description = "The project to write.",
            HelpName = "file",
            DefaultValueFactory = _ => "Detector.pruneproj",
        };
        var app = new Option<bool>("--app")
        {
            Description =
                "Also writes a console app that ships the model, and a global.json with the SDK's version where "
                + "there is none.",
        };
        var source = Source();
        var force = new Option<bool>("--force") { Description = "Replaces files that are there." };
        var command = new Command(
            "new",
            "Looks at a model and a dataset, and writes a commented .pruneproj for them: the same files as "
                + "'dotnet new pruneproj'."
        )
        {
            model,
            data,
            size,
            output,
            app,
            source,
            force,
        };
        var workflow = new WorkflowOptions(command, model, data, [size, app, source]);
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            if (parsed.GetValue(model) is not { } stated)
                return workflow.WriteAlone(scope, parsed, output, parsed.GetValue(force));
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            if (!parsed.GetValue(force))
                WrittenFiles.Refuse([path]);
            var built = workflow.Make(scope, parsed, path);
            if (!parsed.GetValue(force))
                WrittenFiles.Refuse(built.Select(written => written.Key));
            var file = ModelFile.Locate(stated, scope.Work, cancellation);
            var network = ModelFile.Read(file, scope.Work);
            var yaml = parsed.GetRequiredValue(data);
            var dataset = Dataset.Load(yaml, scope.Work);
            var project = scope.Work.Run("looking at the dataset", _ =>
                NewProject.Of(
                    path,
                    From(path, stated),
                    From(path, yaml),
                    network,
                    File.Exists(file),
                    dataset,
                    parsed.Read(size, OptionCatalogue.ImageSize)
                )
            );
            List<KeyValuePair<string, string>> files =
            [
                .. NewProjectFiles.Make(
                    project,
                    parsed.GetValue(app),
                    PackageSource.NeededIn(Path.GetDirectoryName(path)!, parsed.GetValue(source), cancellation)
                ),
                .. built,
            ];
            if (!parsed.GetValue(force))
                WrittenFiles.Refuse(files.Select(written => written.Key));
            foreach (var (written, text) in files)
                WrittenFiles.Write(written, text);
            var expected = scope.Work.Run("looking how long a build takes", _ =>
                ProjectExpectation.Foresee(path, files[0].Value, cancellation)
            );
            project = project with { Files = [.. files.Select(written => written.Key)], Expected = expected };
            scope.Write(project, writer =>
                writer.WriteLine(
                    $"{string.Join('\n', project.Files)}{(expected is null ? "" : $"\nThe first build: {expected}")}\nNext: "
                        + $""
                        + $"dotnet prune plan "
                        + $"{path}{(expected is null ? " (it also says how long a build takes)" : "")}"
                )
            );
            return ExitCodes.Success;
        });
    }

    private static Option<string?> Source()
    {
        var source = new Option<string?>("--package-source")
        {
            Description =
                "A folder or address that has the packages of Pruning.Build. Where it is no source of packages "
                + "yet, a NuGet.config beside the project names it.",
            HelpName = "folder",
        };
        source.Validators.Add(result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "";
            if (
                !Directory.Exists(text)
                && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            )
                result.AddError($"--package-source takes a folder that exists or an http(s) address, not '{text}'.");
        });
        return source;
    }

    // Names of architectures and official weights stay as they are.
    private static string From(string project, string stated) =>
        File.Exists(stated)
            ? Path.GetRelativePath(Path.GetDirectoryName(project)!, Path.GetFullPath(stated)).Replace('\\', '/')
            : stated;
}
