using System.Collections.Immutable;

namespace Pruning.Pipeline;

/// <summary>
/// A step that does what its options say. They are all of the project's settings that it sees, so its fingerprint is
/// the options, written out, and the hashes of what it reads from outside of the store.
/// </summary>
/// <typeparam name="TOptions">An immutable record. What has no effect beside the rest is null.</typeparam>
public abstract class Stage<TOptions>(TOptions options) : IStage
    where TOptions : class
{
    public abstract string Name { get; }

    public abstract StageKind Kind { get; }

    public abstract ImmutableArray<string> Upstream { get; }

    public virtual bool IsSkipped => false;

    public virtual int Epochs => 0;

    public virtual bool MeasuresMachine => false;

    public virtual bool MayRunElsewhere => false;

    /// <summary>What it does.</summary>
    protected TOptions Options => options;

    /// <summary>What it reads that no other step has made: images, files, the machine.</summary>
    protected virtual IEnumerable<StageInput> Reads => [];

    public virtual StepWork Work(NetworkSizes sizes) => StepWork.Whole(Name);

    public void Describe(FingerprintBuilder description) => description.AddOptions(options).AddInputs(Reads);

    public abstract void Run(StageContext context);
}

/// <summary>The options of a stage that has none.</summary>
public sealed record NoOptions;
