namespace Pruning.Pipeline.Tuning;

/// <summary>Values that a parameter does not take; the reader of the file adds the place.</summary>
internal sealed class UnfitDomainException(string message) : Exception(message);
