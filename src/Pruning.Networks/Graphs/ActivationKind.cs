namespace Pruning.Graphs;

/// <summary>The element-wise functions that YOLOv5 networks use.</summary>
public enum ActivationKind
{
    /// <summary>x * sigmoid(x).</summary>
    SiLU,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>x for x above 0, 0.1 x below (YOLOv5's slope).</summary>
    LeakyReLU,

    /// <summary>x * clamp(x + 3, 0, 6) / 6.</summary>
    Hardswish,
}
