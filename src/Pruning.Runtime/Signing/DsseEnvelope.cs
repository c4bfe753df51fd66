using System.Globalization;
using System.Text;

namespace Pruning.Runtime.Signing;

/// <summary>
/// What a DSSE signature is over: the payload and its type, each with its length, so that neither can be taken for the
/// other.
/// </summary>
internal static class DsseEnvelope
{
    /// <summary>Of in-toto statements.</summary>
    public const string StatementType = "application/vnd.in-toto+json";

    /// <summary>DSSE's pre-authentication encoding.</summary>
    public static byte[] Encode(string payloadType, ReadOnlySpan<byte> payload)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} "
        );
        return [.. Encoding.UTF8.GetBytes(head), .. payload];
    }
}
