namespace Pruning.Checkpoints.Pickling;

/// <summary>
/// A pickle that is not one, or asks for too much. Who reads the file turns it into its coded message.
/// </summary>
internal sealed class PickleFormatException(string message) : Exception(message);
