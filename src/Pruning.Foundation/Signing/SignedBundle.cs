using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pruning.Signing;

/// <summary>
/// A statement in a DSSE envelope in a Sigstore bundle, as OpenSSF's model signing lays it out for keys and for
/// certificates.
/// </summary>
public static class SignedBundle
{
    private const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private const string StatementType = "application/vnd.in-toto+json";

    /// <summary>The bundle over a statement. The signature is another one each time.</summary>
    /// <param name="payload">An in-toto statement, as JSON.</param>
    public static string Write(SigningKey key, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        return new JsonObject
            {
                ["mediaType"] = MediaType,
                ["verificationMaterial"] = MaterialOf(key),
                ["dsseEnvelope"] = new JsonObject
                {
                    ["payload"] = Convert.ToBase64String(bytes),
                    ["payloadType"] = StatementType,
                    ["signatures"] = new JsonArray(
                        new JsonObject { ["sig"] = Convert.ToBase64String(key.Sign(Encode(bytes))), ["keyid"] = "" }
                    ),
                },
            }.ToJsonString() + "\n";
    }

    /// <summary>Whether a bundle already is this key's, with its certificates, over this statement.</summary>
    /// <param name="bundle">Anything.</param>
    public static bool Holds(string bundle, SigningKey key, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        try
        {
            var root = JsonNode.Parse(bundle);
            var envelope = root?["dsseEnvelope"];
            return (string?)root?["mediaType"] == MediaType
                && JsonNode.DeepEquals(root["verificationMaterial"], MaterialOf(key))
                && (string?)envelope?["payloadType"] == StatementType
                && (string?)envelope["payload"] == Convert.ToBase64String(bytes)
                && (string?)envelope["signatures"]?[0]?["sig"] is { } signature
                && key.Verifies(Encode(bytes), Convert.FromBase64String(signature));
        }
        catch (Exception failure)
            when (failure is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>DSSE's pre-authentication encoding of a statement.</summary>
    internal static byte[] Encode(byte[] payload) =>
        [
            .. Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"DSSEv1 {StatementType.Length} {StatementType} {payload.Length} "
                )
            ),
            .. payload,
        ];

    private static JsonObject MaterialOf(SigningKey key)
    {
        var material = key.Certificates.IsEmpty
            ? new JsonObject { ["publicKey"] = new JsonObject { ["hint"] = key.Hint } }
            : new JsonObject
            {
                ["x509CertificateChain"] = new JsonObject
                {
                    ["certificates"] = new JsonArray([
                        .. key.Certificates.Select(certificate => new JsonObject
                        {
                            ["rawBytes"] = Convert.ToBase64String(certificate.AsSpan()),
                        }),
                    ]),
                },
            };
        // None was told of it: no log, no network.
        material["tlogEntries"] = new JsonArray();
        return material;
    }
}
