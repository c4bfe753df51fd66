using System.Text;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;

namespace Pruning.Fuzzing.Readers;

/// <summary>What a build asks of the engine, and the options that come of it.</summary>
internal sealed class RequestReader()
    : FileReader(
        "request",
        "request.xml",
        "Pruning.Pipeline.ProjectRequest",
        "Pruning.Pipeline.ProjectSource",
        "Pruning.Pipeline.WildcardItems",
        "Pruning.Storage.SafeXml",
        "Pruning.Pipeline.Options."
    )
{
    private const string FolderName = "$FOLDER$";

    private static readonly string Project =
        "<Project "
        + "Sdk=\"Pruning.Tasks\"><PropertyGroup><BaseModel>yolov5n</BaseModel></PropertyGroup><ItemGroup><KeepLayer "
        + "Include=\"model.0.*\" /><Gate Include=\"AP/*\" Minimum=\"0.1\" /></ItemGroup></Project>";

    private string? _folder;

    public override string? Read(byte[] input, string folder)
    {
        _folder = folder;
        if (!File.Exists(Path.Combine(folder, "a.pruneproj")))
            File.WriteAllText(Path.Combine(folder, "a.pruneproj"), Project);
        return base.Read(input, folder);
    }

    /// <summary>Paths have to be full, and the folder is another each time.</summary>
    protected override byte[] Wrap(byte[] input) =>
        Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(input).Replace(FolderName, _folder, StringComparison.Ordinal)
        );

    protected override string? ReadFile(string path)
    {
        var request = ProjectRequest.Read(path);
        var options = ProjectOptions.Read(request, new DiagnosticList());
        return $"{request.Name} {request.Settings.Length} {request.Items.Length} {options.ImageSize} "
            + $"{options.Gates.Length}";
    }
}
