namespace Pruning.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All its epochs ran.</summary>
    Epochs,

    /// <summary>
    /// No epoch was better than the best one for as many epochs as <see cref="TrainingOptions.Patience"/> allows.
    /// </summary>
    Patience,

    /// <summary>None ran: the network has nothing that this training could change.</summary>
    NothingToTrain,
}
