using System.Collections.Immutable;

namespace Pruning.Pipeline.Stages;

/// <summary>
/// Lower-precision arithmetic: the option catalogue admits only <c>none</c> so far, so the network passes through.
/// </summary>
public sealed class QuantizeStage : IStage
{
    public string Name => StepNames.Quantize;

    public StageKind Kind => StageKind.Quantize;

    public ImmutableArray<string> Upstream => [StepNames.FineTune];

    public bool IsSkipped => true;

    public void Describe(FingerprintBuilder description) =>
        throw new InvalidOperationException("A stage that is always skipped has no fingerprint of its own.");

    public void Run(StageContext context) =>
        throw new InvalidOperationException("A stage that is always skipped does not run.");
}
