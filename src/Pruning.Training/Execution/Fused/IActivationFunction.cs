using System.Runtime.Intrinsics;

namespace Pruning.Execution.Fused;

/// <summary>An element-wise function as passes over maps compute it. What is no number stays none.</summary>
internal interface IActivationFunction
{
    static abstract Vector512<float> Apply(Vector512<float> z);

    /// <summary>The derivative.</summary>
    static abstract Vector512<float> Slope(Vector512<float> z);

    static abstract float Apply(float z);

    static abstract float Slope(float z);
}
