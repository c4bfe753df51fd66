namespace Pruning.Graphs;

/// <summary>The width and height of a reference box, in pixels of the network input.</summary>
public readonly record struct Anchor(float Width, float Height);
