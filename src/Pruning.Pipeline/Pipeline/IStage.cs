using System.Collections.Immutable;

namespace Pruning.Pipeline;

/// <summary>
/// One step of the pipeline: a function from (inputs, options) to files. It knows nothing of the store, and whatever
/// its result depends on is in its description.
/// </summary>
public interface IStage
{
    /// <summary>Unique among the steps; the stage's name, with a suffix where a stage has several steps.</summary>
    string Name { get; }

    StageKind Kind { get; }

    /// <summary>Names of the steps whose files it reads; all come before it.</summary>
    ImmutableArray<string> Upstream { get; }

    /// <summary>
    /// Whether the project asks for nothing here: the first upstream step's files then stand for its own.
    /// </summary>
    bool IsSkipped { get; }

    /// <summary>Epochs of a training; 0 of what is none.</summary>
    int Epochs => 0;

    /// <summary>
    /// Whether it measures this machine, in seconds: another machine's result cannot stand for it, so it is done also
    /// where work is refused.
    /// </summary>
    bool MeasuresMachine => false;

    /// <summary>
    /// Whether it trains or measures accuracy, which takes time, so that a build may have another machine do it.
    /// </summary>
    bool MayRunElsewhere => false;

    /// <summary>How much there is to do, for estimates of time.</summary>
    /// <param name="sizes">Of the project's networks.</param>
    StepWork Work(NetworkSizes sizes) => StepWork.Whole(Name);

    /// <summary>
    /// Adds all that the result depends on, except the upstream steps and the engine, which are added for it.
    /// </summary>
    void Describe(FingerprintBuilder description);

    /// <summary>Does the work. Deterministic: equal descriptions make equal files.</summary>
    void Run(StageContext context);
}
