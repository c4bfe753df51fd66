namespace Pruning.Execution;

/// <summary>
/// The arithmetic of a network's convolutions. Weights, normalisation, loss and optimiser are 32-bit floats in both.
/// </summary>
public enum Precision
{
    /// <summary>IEEE single precision.</summary>
    Fp32,

    /// <summary>Convolutions and the maps between layers in bfloat16 (8 bits of mantissa).</summary>
    Bf16,
}
