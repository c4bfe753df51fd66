using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pruning.Signing;

/// <summary>In-toto statements, as JSON: the same input gives the same bytes.</summary>
public static class InTotoStatement
{
    private const string ModelPredicate = "https://model_signing/signature/v1.0";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="predicateType">What kind of thing is said.</param>
    /// <param name="subjects">Of which files, by name and SHA-256.</param>
    public static string Write(
        string predicateType,
        ImmutableArray<(string Name, string Sha256)> subjects,
        JsonObject predicate
    ) =>
        new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray([
                .. subjects.Select(subject => new JsonObject
                {
                    ["name"] = subject.Name,
                    ["digest"] = new JsonObject { ["sha256"] = subject.Sha256 },
                }),
            ]),
            ["predicateType"] = predicateType,
            ["predicate"] = predicate,
        }.ToJsonString(Json);

    /// <summary>
    /// What OpenSSF's model signing says of a model that is one file: the file is named as the model's path from itself,
    /// so its name on a disk may change, and the digest of the whole is over the digests of its files.
    /// </summary>
    /// <param name="name">The model's.</param>
    /// <param name="sha256">Of the file, in hexadecimal.</param>
    public static string OfModel(string name, string sha256) =>
        Write(
            ModelPredicate,
            [
                (
                    name,
                    Convert.ToHexStringLower(
                        System.Security.Cryptography.SHA256.HashData(Convert.FromHexString(sha256))
                    )
                ),
            ],
            new JsonObject
            {
                ["serialization"] = new JsonObject
                {
                    ["method"] = "files",
                    ["hash_type"] = "sha256",
                    ["allow_symlinks"] = false,
                },
                ["resources"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = ".",
                        ["algorithm"] = "sha256",
                        ["digest"] = sha256,
                    }
                ),
            }
        );
}
