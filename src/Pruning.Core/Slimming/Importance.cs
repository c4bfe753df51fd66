namespace Pruning.Slimming;

/// <summary>How the worth of a channel is judged.</summary>
public enum Importance
{
    /// <summary>The magnitude of its batch-norm scales.</summary>
    BnScale,

    /// <summary>The sum of its filters' absolute weights.</summary>
    L1,

    /// <summary>The Euclidean norm of its filters.</summary>
    L2,

    /// <summary>Its filters' distance to the layer's geometric median.</summary>
    Fpgm,

    /// <summary>Its filters' squared norm relative to those of the layer's larger ones.</summary>
    Lamp,

    /// <summary>How much the loss would change without it, to first order, on real images.</summary>
    Taylor,

    /// <summary>How much the network's output would move without it, to second order, on real images, once what reads it has made up for it.</summary>
    SecondOrder,

    /// <summary>What it contributes to the outputs of the layers that read it, on real images.</summary>
    Activation,

    /// <summary>None: a seeded draw, to compare others with.</summary>
    Random,
}
