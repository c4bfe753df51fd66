namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>What a command answered.</summary>
/// <param name="ExitCode">-1 where it was ended because it took too long.</param>
public sealed record CommandAnswer(int ExitCode, string Output, string Error)
{
    private const int LongestReason = 300;

    // slurm_strerror's texts, and what munge and the network add to them.
    private static readonly string[] Away =
    [
        "Unable to contact slurm controller",
        "Connection refused",
        "Connection timed out",
        "Connection reset",
        "Socket timed out",
        "Zero Bytes were transmitted",
        "Transport endpoint is not connected",
        "Protocol authentication error",
        "No route to host",
        "Unexpected message received",
        "Insane message length",
    ];

    // It takes jobs again when others have ended.
    private static readonly string[] Busy =
    [
        "temporarily unable to accept job",
        "Resource temporarily unavailable",
        "Rate limit exceeded",
    ];

    public bool IsGood => ExitCode == 0;

    /// <summary>Whether the controller was not reached, or took too long.</summary>
    public bool IsAway => ExitCode == -1 || (!IsGood && Says(Away));

    /// <summary>Whether there are too many jobs for the moment.</summary>
    public bool IsBusy => !IsGood && Says(Busy);

    /// <summary>Whether Slurm knows no such job.</summary>
    public bool IsUnknownJob => !IsGood && Says(["Invalid job id"]);

    /// <summary>What it says in one line, for messages.</summary>
    public string Reason
    {
        get
        {
            var words = string.Join(
                "; ",
                $"{Error}\n{Output}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            );
            return words.Length == 0 ? $"exit code {ExitCode}"
                : words.Length > LongestReason ? words[..LongestReason] + " …"
                : words;
        }
    }

    private bool Says(string[] texts) => texts.Any(text => Error.Contains(text, StringComparison.OrdinalIgnoreCase));
}
