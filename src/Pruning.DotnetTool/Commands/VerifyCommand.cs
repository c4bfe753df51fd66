using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.DotnetTool.Models;
using Pruning.DotnetTool.Output;
using Pruning.DotnetTool.Terminal;
using Pruning.Onnx;

namespace Pruning.DotnetTool.Commands;

/// <summary><c>verify</c>: whether a model is what somebody trusted has signed, without a network.</summary>
internal static class VerifyCommand
{
    /// <summary>No key and no list of authorities comes near.</summary>
    private const int MostTrusted = 1 << 20;

    public static Command Create(IConsole console)
    {
        var model = new Argument<string>("model") { Description = "The .onnx file." };
        var key = new Option<string?>("--key") { Description = "The signer's public key, as PEM.", HelpName = "file" };
        var certificate = new Option<string?>("--certificate")
        {
            Description = "The certificates of authorities that certify signers, as PEM.",
            HelpName = "file",
        };
        var signature = new Option<string?>("--signature")
        {
            Description = "The signature. [default: the file beside the model, <model>.sig]",
            HelpName = "file",
        };
        var command = new Command(
            "verify",
            "Checks, without a network, that a model is what was signed, by whom, and that so is what lies beside it; "
                + "shows what it was made from."
        )
        {
            model,
            key,
            certificate,
            signature,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(key) is null) == (result.GetResult(certificate) is null))
                result.AddError("verify takes one of --key and --certificate: whose signature is to count.");
        });
        return CommandScope.Attach(command, console, (scope, parsed, _) =>
            Run(
                scope,
                parsed.GetRequiredValue(model),
                parsed.GetValue(signature),
                parsed.GetValue(key) ?? parsed.GetValue(certificate)!
            )
        );
    }

    private static int Run(CommandScope scope, string model, string? signature, string trusted)
    {
        var verified = VerifiedModel.Check(Existing(model), signature, ReadTrusted(Existing(trusted)));
        var result = new VerifyOutput(
            model,
            verified.Sha256,
            verified.Signature,
            verified.Signer,
            verified.Provenance,
            null,
            [],
            [],
            []
        );
        var told = verified.Bom is { } beside
            ? result.With("beside", System.Text.Encoding.UTF8.GetString(beside))
            : result.With("file", ModelFile.IsOnnx(model) ? OnnxBom.Read(File.ReadAllBytes(model), model) : null);
        scope.Write(told, writer => VerifyText.Write(writer, told));
        return ExitCodes.Success;
    }

    private static string ReadTrusted(string path) =>
        new FileInfo(path).Length <= MostTrusted
            ? File.ReadAllText(path)
            : throw new PruneException(
                Codes.SignatureTrust,
                "It is larger than any key or list of authorities. Give a PEM file.",
                new SourceLocation(path)
            );

    private static string Existing(string path) =>
        File.Exists(path)
            ? path
            : throw new PruneException(
                Codes.MissingFile,
                $"'{path}' {(Directory.Exists(path) ? "is a folder" : "does not exist")}, and nothing can be verified "
                    + "without it. Correct the path."
            );
}
