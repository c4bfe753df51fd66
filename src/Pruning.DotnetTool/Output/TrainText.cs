using Pruning.DotnetTool.Terminal;
using Pruning.Training;

namespace Pruning.DotnetTool.Output;

/// <summary>A <see cref="TrainOutput"/> for people.</summary>
internal static class TrainText
{
    public static void Write(TextWriter writer, TrainOutput result)
    {
        if (result.End == TrainingEnd.Patience)
            writer.WriteLine(
                $"stopped after epoch {result.Epochs} of {result.Planned}: none of the last "
                    + $"{result.Epochs - result.BestEpoch} was better than "
                    + $"{(result.BestEpoch == 0 ? "the network before training" : $"epoch {result.BestEpoch}")}"
            );
        writer.WriteLine(
            $"{result.Output}: "
                + $"{(result.BestEpoch == 0 ? $"as before training, none of the {result.Epochs} epochs was better" : $"epoch {result.BestEpoch} of {result.Epochs}")}{(result.Map50 is null ? "" : ", on the validation images:")}"
        );
        if (result.Map50 is null)
            return;
        var table = new TextTable("class", "labels", "P", "R", "mAP50", "mAP50-95");
        table.Add(
            "all",
            Numbers.Count(result.Classes.Sum(item => (long)item.Labels)),
            Numbers.Metric(result.Precision),
            Numbers.Metric(result.Recall),
            Numbers.Metric(result.Map50),
            Numbers.Metric(result.Map5095)
        );
        foreach (var item in result.Classes)
            table.Add(
                item.Name,
                Numbers.Count(item.Labels),
                Numbers.Metric(item.Precision),
                Numbers.Metric(item.Recall),
                Numbers.Metric(item.Ap50),
                Numbers.Metric(item.Ap5095)
            );
        table.Write(writer);
    }
}
