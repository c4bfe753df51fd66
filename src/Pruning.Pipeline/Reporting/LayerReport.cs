namespace Pruning.Reporting;

/// <summary>A convolution's output channels.</summary>
public sealed record LayerReport(string Name, int Channels);
