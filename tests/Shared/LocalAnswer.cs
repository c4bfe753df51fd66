using System.Text;

namespace Pruning.Testing;

/// <summary>What a <see cref="LocalServer"/> sends: any bytes.</summary>
internal sealed record LocalAnswer(byte[] Bytes)
{
    /// <summary>Whether the connection ends with it.</summary>
    public bool Closes { get; init; }

    /// <summary>Whether the connection is reset then, of which the other side hears as of a failure.</summary>
    public bool Resets { get; init; }

    /// <summary>Whether nothing follows, and the connection stays.</summary>
    public bool Hangs { get; init; }

    /// <summary>What follows, a byte every 50 milliseconds.</summary>
    public byte[] Drips { get; init; } = [];

    /// <summary>A proper answer.</summary>
    /// <param name="headers">Lines, each with its end.</param>
    /// <param name="isHead">Whether the body is only announced.</param>
    public static LocalAnswer Of(int status, byte[]? body = null, string headers = "", bool isHead = false) =>
        new([
            .. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} Said so\r\nContent-Length: {body?.Length ?? 0}\r\n{headers}\r\n"
            ),
            .. isHead ? [] : body ?? [],
        ]);

    /// <summary>Whatever it is, and then the end of the connection.</summary>
    public static LocalAnswer Raw(string head, byte[]? body = null) =>
        new([.. Encoding.ASCII.GetBytes(head), .. body ?? []]) { Closes = true };

    /// <summary>The beginning of an answer, and then silence.</summary>
    public static LocalAnswer Silence(string head = "") => Raw(head) with { Closes = false, Hangs = true };
}
