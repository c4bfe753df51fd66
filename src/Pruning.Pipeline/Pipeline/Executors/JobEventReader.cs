using System.Text.Json;

namespace Pruning.Pipeline.Executors;

/// <summary>Reads what a job has told since the last look. A line that is none of ours says nothing.</summary>
internal sealed class JobEventReader(string path)
{
    // Of one look; the rest comes with the next.
    private const int MaximumBytes = 4 << 20;

    private long _read;

    public IReadOnlyList<JobEvent> Next()
    {
        ReadOnlySpan<byte> bytes = Read();
        var events = new List<JobEvent>();
        for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
        {
            _read += end + 1;
            if (Parse(bytes[..end]) is { } told)
                events.Add(told);
        }

        // No event of ours is that long.
        if (bytes.Length == MaximumBytes)
            _read += bytes.Length;
        return events;
    }

    // Opened anew each time: over a network file system, that is when it looks.
    private byte[] Read()
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            file.Position = _read;
            var bytes = new byte[Math.Clamp(file.Length - _read, 0, MaximumBytes)];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not there yet.
            return [];
        }
    }

    private static JobEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<JobEvent>(line, JobEventWriter.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
