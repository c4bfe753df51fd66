using System.CommandLine;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Pipeline.Options;
using Pruning.Storage;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>new</c>: writes a .pruneproj for a model and a dataset that it has looked at.</summary>
internal static class NewCommand
{
    public static Command Create(IConsole console)
    {
        var model = CommonOptions.Model();
        var data = new Option<string>("--data") { Description = "The dataset's yaml.", HelpName = "yaml", Required = true };
        var size = CatalogueOptions.Of(OptionCatalogue.ImageSize, "--imgsz", "pixels");
        var output = new Option<string>("--output", "-o") { Description = "The project to write.", HelpName = "file", DefaultValueFactory = _ => "Detector.pruneproj" };
        var force = new Option<bool>("--force") { Description = "Replaces a project that is there." };
        var command = new Command("new", "Looks at a model and a dataset, and writes a commented .pruneproj for them.") { model, data, size, output, force };
        return CommandScope.Attach(command, console, (scope, parsed, cancellation) =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            if (File.Exists(path) && !parsed.GetValue(force))
                throw new PruneException(Codes.ProjectExists, $"'{path}' is there already. A project that somebody has edited must not be lost by accident. Give another --output, or --force to replace it.", new SourceLocation(path));
            var stated = parsed.GetRequiredValue(model);
            var file = ModelFile.Locate(stated, scope.Work, cancellation);
            var network = ModelFile.Read(file, scope.Work);
            var yaml = parsed.GetRequiredValue(data);
            var dataset = Dataset.Load(yaml, scope.Work);
            var project = scope.Work.Run("looking at the dataset", _ => NewProject.Of(path, From(path, stated), From(path, yaml), network, File.Exists(file), dataset, parsed.Read(size, OptionCatalogue.ImageSize)));
            Write(path, project.ToXml());
            scope.Write(project, writer => writer.WriteLine($"{path}\nNext: dotnet prune plan {path}"));
            return ExitCodes.Success;
        });
    }

    // Names of architectures and official weights stay as they are.
    private static string From(string project, string stated) =>
        File.Exists(stated) ? Path.GetRelativePath(Path.GetDirectoryName(project)!, Path.GetFullPath(stated)).Replace('\\', '/') : stated;

    private static void Write(string path, string text)
    {
        try
        {
            AtomicFile.Write(path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PruneException(Codes.ProjectExists, $"'{path}' cannot be written: {(Directory.Exists(path) ? "it is a folder" : failure.Message.TrimEnd('.'))}. Nothing was changed. Give another --output.", new SourceLocation(path), failure);
        }
    }
}
