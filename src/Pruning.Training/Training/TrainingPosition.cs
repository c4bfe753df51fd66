using System.Collections.Immutable;
using Pruning.Training.Sparsity;

namespace Pruning.Training;

/// <summary>Everything of a checkpoint that is not an array.</summary>
/// <param name="Key">Of the training that it belongs to.</param>
/// <param name="Epochs">Done.</param>
/// <param name="LastStep">The iteration at which the optimiser last stepped; -1 before the first.</param>
/// <param name="Steps">Optimiser steps done.</param>
/// <param name="AverageUpdates">Of the moving average.</param>
/// <param name="BestEpoch">
/// Counted from 1; 0 for the network that the training began with, or without a fitness where none was eligible yet.
/// </param>
/// <param name="Penalty">What the sparsity penalty remembers.</param>
/// <param name="Watch">What the numbers were so far.</param>
/// <param name="ClassAccuracy">mAP50-95 a class as last measured; empty before.</param>
internal sealed record TrainingPosition(
    string Key,
    int Epochs,
    int LastStep,
    int Steps,
    int AverageUpdates,
    int BestEpoch,
    double? BestFitness,
    ImmutableArray<EpochRecord> History,
    PenaltyState Penalty,
    ImmutableArray<double> ClassAccuracy,
    WatchState Watch
);
