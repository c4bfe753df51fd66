using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks;

/// <summary>
/// Writes the C# class <c>PrunedModels</c>, with a typed accessor for each model that the app embeds or carries.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GeneratePrunedModels : FileTask
{
    /// <summary>
    /// Models: identity is the ONNX file; metadata <c>ModelDescription</c> (file), <c>LogicalName</c>, <c>EmbedAs</c>
    /// (<c>Resource</c>, <c>Content</c> or <c>None</c>), <c>HasSignature</c> (<c>true</c> of a signed one) and
    /// <c>MSBuildSourceProjectFile</c>.
    /// </summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>
    /// The app's root namespace; empty for none. What C# does not accept in it becomes an underscore.
    /// </summary>
    public string Namespace { get; set; } = "";

    /// <summary>The app's <c>LangVersion</c>; empty where its framework decides.</summary>
    public string LanguageVersion { get; set; } = "";

    /// <summary>Whether the app references Pruning.Runtime, which runs the models.</summary>
    public bool HasRuntime { get; set; }

    /// <summary>Full path.</summary>
    [Required]
    public string OutputFile { get; set; } = "";

    protected override bool Run()
    {
        var accessors = new List<ModelAccessor>();
        foreach (var model in Models)
        {
            if (Read(model) is { } accessor)
                accessors.Add(accessor);
        }

        foreach (
            var clash in accessors
                .GroupBy(accessor => accessor.ClassName, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
            Error(
                TaskCodes.SameModelName,
                clash.Last().Project,
                $"Two models would both be PrunedModels.{clash.Key}, and code could reach only one of them. "
                    + $"Rename a project file, or set AssemblyName in one of the projects: "
                    + $"{string.Join(", ", clash.Select(accessor => accessor.Project))}."
            );
        if (!Log.HasLoggedErrors)
            ContentFile.Write(OutputFile, AccessorSource.Write(Namespace, LanguageVersion, accessors, HasRuntime));
        return !Log.HasLoggedErrors;
    }

    private ModelAccessor? Read(ITaskItem model)
    {
        var path = model.GetMetadata("ModelDescription");
        try
        {
            return new ModelAccessor(
                ModelDescription.Read(path),
                model.GetMetadata("LogicalName"),
                model.GetMetadata("EmbedAs"),
                model.GetMetadata("MSBuildSourceProjectFile"),
                model.GetMetadata("HasSignature") == "true"
            );
        }
        catch (InvalidDataException unreadable)
        {
            Error(
                TaskCodes.UnreadableModelDescription,
                model.GetMetadata("MSBuildSourceProjectFile"),
                $"'{path}', which describes the model, cannot be read: {unreadable.Message}. Without it the app "
                    + $"cannot know the model's labels and sizes. Rebuild the model's project."
            );
            return null;
        }
    }

    private void Error(string code, string file, string text) =>
        Log.LogError(null, code, null, HelpLink.Find(code), file, 0, 0, 0, 0, "{0}", text);
}
