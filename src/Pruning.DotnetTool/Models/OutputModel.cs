using System.CommandLine;
using Pruning.Checkpoints;
using Pruning.Diagnostics;
using Pruning.Graphs;
using Pruning.Storage;

namespace Pruning.DotnetTool.Models;

/// <summary>The checkpoint that a verb writes.</summary>
internal static class OutputModel
{
    private const string Extension = ".safetensors";

    /// <param name="more">What the verb writes beside it, for the help.</param>
    public static Option<string> Option(string more = "")
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = $"The {Extension} file to write.{more}",
            HelpName = "file",
            Required = true,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !token.Value.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
                result.AddError(
                    $"--output takes the name of a {Extension} file, not '{token.Value}': that is the format "
                        + $"that is written."
                );
        });
        return option;
    }

    /// <summary>The full path, proved before the work whose result would be lost.</summary>
    /// <param name="model">What is read: it must not be overwritten.</param>
    /// <exception cref="PruneException">PRUNE1021.</exception>
    public static string Claim(string output, string model)
    {
        var path = Path.GetFullPath(output);
        if (Path.GetFullPath(model) == path)
            throw NotWritten(path, "it is the model itself, and would be lost.");
        if (Directory.Exists(path))
            throw NotWritten(path, "it is a folder.");
        try
        {
            WriteProbe.In(Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, failure.Message, failure);
        }

        return path;
    }

    /// <exception cref="PruneException">
    /// PRUNE1021; PRUNE1009 where <paramref name="half"/> cannot hold a weight.
    /// </exception>
    public static void Save(string path, Network network, string stage, bool half)
    {
        try
        {
            SafetensorsFile.Save(
                path,
                network with
                {
                    Provenance = network.Provenance.SetItem(ProvenanceKeys.Stage, stage),
                },
                half
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, failure.Message, failure);
        }
    }

    private static PruneException NotWritten(string path, string why, Exception? inner = null) =>
        new(
            Codes.CheckpointNotWritten,
            $"The checkpoint '{path}' cannot be written: {why} What stood there is as it was, and no result is "
                + $"kept. Check the folder's permissions and the room left, or give another --output.",
            inner: inner
        );
}
