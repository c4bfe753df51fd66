namespace Pruning.Pruners;

/// <summary>Why channels cannot be removed whatever their importance.</summary>
public enum ConstraintReason
{
    /// <summary>They are the image's colours.</summary>
    Image,

    /// <summary>The detection head reads them by position: box, objectness, classes.</summary>
    DetectionHead,

    /// <summary>They are the network's output.</summary>
    NetworkOutput,
}

/// <param name="Layer">The node that holds.</param>
public sealed record PruningConstraint(ConstraintReason Reason, string Layer)
{
    public override string ToString() =>
        Reason switch
        {
            ConstraintReason.Image => $"it carries the image '{Layer}'",
            ConstraintReason.DetectionHead => $"the detection head '{Layer}' reads its channels by position",
            _ => $"'{Layer}' is the network's output",
        };
}
