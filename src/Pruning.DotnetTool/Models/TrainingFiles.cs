using Pruning.Checkpoints;
using Pruning.Pipeline;
using Pruning.Pipeline.Stages;
using Pruning.Reporting;
using Pruning.Storage;
using Pruning.Training;

namespace Pruning.DotnetTool.Models;

/// <summary>What a training has left in the store, where the command line wants it.</summary>
internal static class TrainingFiles
{
    /// <summary>Writes the network, and its history into a folder beside it.</summary>
    /// <param name="stage">What has made the network, as it tells from then on.</param>
    public static void Write(StepResult trained, string path, string stage, bool half)
    {
        OutputModel.Save(path, SafetensorsFile.Load(trained.Entry!.PathOf(StageFiles.Network)), stage, half);
        var folder = Directory.CreateDirectory(path + ".training").FullName;
        foreach (var log in (string[])[TrainingLog.CsvName, TrainingLog.LinesName])
        {
            // Not there where there was nothing to train.
            if (trained.Entry.Has(log))
                File.Copy(trained.Entry.PathOf(log), Path.Combine(folder, log), overwrite: true);
        }
    }

    /// <summary>How it ended.</summary>
    public static TrainingSummary Summary(StepResult trained) =>
        ReportJson.Read<TrainingSummary>(trained.Entry!.PathOf(StageFiles.Training));
}
