namespace Pruning.Slimming;

/// <summary>Why channels cannot be removed whatever their importance.</summary>
public enum HoldReason
{
    /// <summary>They are the image's colours.</summary>
    Image,

    /// <summary>The detection head reads them by position: box, objectness, classes.</summary>
    DetectionHead,

    /// <summary>They are the network's output.</summary>
    NetworkOutput,
}

/// <param name="Layer">The node that holds.</param>
public sealed record PruningConstraint(HoldReason Reason, string Layer)
{
    public override string ToString() => Reason switch
    {
        HoldReason.Image => $"it carries the image '{Layer}'",
        HoldReason.DetectionHead => $"the detection head '{Layer}' reads its channels by position",
        _ => $"'{Layer}' is the network's output",
    };
}
