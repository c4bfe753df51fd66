namespace Pruning.Pipeline.Executors.Slurm;

/// <summary>How often a build asks Slurm, and how long it waits for what does not come.</summary>
public sealed record SlurmPacing
{
    // Of what has passed: a job of seconds is seen to end at once, and one of hours asks little of the controller.
    private const int Part = 20;

    /// <summary>At most between two looks at what a job tells.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>At most between two questions about a job: a controller answers everybody's.</summary>
    public TimeSpan Question { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>At least between two of either.</summary>
    public TimeSpan ShortestPoll { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>A controller that does not answer for so long counts as gone: a restart takes less.</summary>
    public TimeSpan Controller { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A reason for which a job can never start has to stay for so long: the scheduler looks at a job more than once.
    /// </summary>
    public TimeSpan Hopeless { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a result may take to be seen here after its job has ended: network file systems remember for a minute
    /// what was not there.
    /// </summary>
    public TimeSpan Result { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>A command of Slurm's that says nothing for so long is ended.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A job that was stopped so many times in a row without having finished an epoch is not submitted again.</summary>
    public int StopsWithoutProgress { get; init; } = 3;

    /// <summary>How long to wait before the next look.</summary>
    /// <param name="waited">Since the first.</param>
    public TimeSpan NextLook(TimeSpan waited) => Next(waited, Poll);

    /// <summary>The same for the next question.</summary>
    public TimeSpan NextQuestion(TimeSpan waited) => Next(waited, Question);

    private TimeSpan Next(TimeSpan waited, TimeSpan most)
    {
        var part = waited / Part;
        return part < ShortestPoll ? ShortestPoll
            : part > most ? most
            : part;
    }
}
