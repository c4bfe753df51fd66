using Pruning.Pipeline.Executors.Slurm;

namespace Pruning.Pipeline.Executors;

/// <summary>Slurm's commands as a test has them answer; keeps what they were asked.</summary>
internal sealed class FakeSlurm : ISlurmCommands
{
    private readonly Queue<Func<CommandAnswer>> _states = new();
    private readonly Queue<CommandAnswer> _submissions = new();
    private Func<CommandAnswer> _last = () => Unknown;

    public static CommandAnswer Away { get; } =
        new(1, "", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)");

    public static CommandAnswer Unknown { get; } = new(1, "", "slurm_load_jobs error: Invalid job id specified");

    public List<string> Asked { get; } = [];

    public int Submissions { get; private set; }

    /// <summary>Called when a job is taken, with its number.</summary>
    public Action<int> Taken { get; init; } = _ => { };

    /// <summary>A job of the name that lives already; null for none.</summary>
    public string? Living { get; set; }

    /// <summary>What <c>squeue</c> says next of a job; the last goes on for ever.</summary>
    public FakeSlurm Says(string state, string reason = "None", string node = "", Action? then = null) =>
        Says(() =>
        {
            then?.Invoke();
            return new CommandAnswer(0, $"{Submissions}|{state}|{node}|{reason}\n", "");
        });

    public FakeSlurm Says(CommandAnswer answer) => Says(() => answer);

    /// <summary>What <c>sbatch</c> says next, in place of taking a job.</summary>
    public FakeSlurm Refuses(CommandAnswer answer)
    {
        _submissions.Enqueue(answer);
        return this;
    }

    public CommandAnswer Run(string command, IReadOnlyList<string> arguments)
    {
        Asked.Add($"{command} {string.Join(' ', arguments)}");
        return command switch
        {
            "sbatch" => Submit(),
            "squeue" when arguments.Any(argument => argument.StartsWith("--name", StringComparison.Ordinal)) => new(
                0,
                Living is null ? "" : $"{Living}\n",
                ""
            ),
            "squeue" => (_states.TryDequeue(out var next) ? _last = next : _last)(),
            _ => new(0, "", ""),
        };
    }

    private FakeSlurm Says(Func<CommandAnswer> answer)
    {
        _states.Enqueue(answer);
        return this;
    }

    private CommandAnswer Submit()
    {
        if (_submissions.TryDequeue(out var refusal))
            return refusal;
        Submissions++;
        Taken(Submissions);
        return new CommandAnswer(0, $"{Submissions};virtual\n", "");
    }
}
