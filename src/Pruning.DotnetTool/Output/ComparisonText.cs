using Pruning.DotnetTool.Terminal;
using Pruning.Reporting.Comparisons;

namespace Pruning.DotnetTool.Output;

/// <summary>Two builds of one model, for people.</summary>
internal static class ComparisonText
{
    public static void Write(TextWriter writer, ComparisonOutput compared)
    {
        Table(writer, compared);
        foreach (var setting in compared.Settings)
            writer.WriteLine($"{setting.Name}: {setting.Before ?? "not set"} -> {setting.Now ?? "not set"}");
        foreach (var caveat in compared.Caveats)
            writer.WriteLine(caveat);
        if (!compared.Changed)
            writer.WriteLine("The model is the same as before.");
        if (compared.Output is { } path)
            writer.WriteLine(path);
    }

    private static void Table(TextWriter writer, ComparisonOutput compared)
    {
        string[] Cells(string name, string dense, string before, string now, string change) =>
            compared.HasEarlier ? [name, dense, before, now, change] : [name, dense, now, change];
        var table = new TextTable(Cells(compared.Name, "dense", "before", "now", "change"));
        foreach (var figure in compared.Figures)
            Add(figure, figure.Name);
        foreach (var @class in compared.Classes)
            Add(@class, $"AP50 of {@class.Name}");
        table.Write(writer);

        void Add(ComparedFigure figure, string name) =>
            table.Add(
                Cells(
                    name,
                    figure.Show(figure.Dense),
                    figure.Show(figure.Before),
                    figure.Show(figure.Now),
                    figure.Change(compared.HasEarlier)
                )
            );
    }
}
