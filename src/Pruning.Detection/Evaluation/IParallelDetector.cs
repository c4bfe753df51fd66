using Pruning.Graphs;

namespace Pruning.Evaluation;

/// <summary>
/// A detector for many pictures: several threads, each with a lane of its own, look at a few pictures at a time. On a
/// processor that beats all threads at one batch, which wait for each other at the end of every operator, most of all
/// where something else runs besides.
/// </summary>
internal interface IParallelDetector : IDetector
{
    /// <summary>Lanes that are worth opening: one a thread that it may take.</summary>
    int Lanes { get; }

    /// <summary>
    /// How many pictures a lane is to be given at a time. Follows from their size alone, so that results do not depend
    /// on the lanes.
    /// </summary>
    /// <param name="input">Height and width of the network's input, in pixels.</param>
    int PicturesAtOnce(Extent input);

    /// <summary>Another lane, good for one thread. Not to be used after the detector is disposed.</summary>
    IDetectorLane OpenLane();
}
