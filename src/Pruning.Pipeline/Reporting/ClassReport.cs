namespace Pruning.Reporting;

/// <summary>One class's accuracy as fractions; null where the labels hold none of it.</summary>
/// <param name="Ap50">Average precision at IoU 0.5.</param>
/// <param name="Ap">Average precision over IoU 0.5 to 0.95.</param>
public sealed record ClassReport(string Name, int Labels, double? Precision, double? Recall, double? Ap50, double? Ap);
