namespace Pruning.DotnetTool.Output;

/// <summary>A verified model for people.</summary>
internal static class VerifyText
{
    public static void Write(TextWriter writer, VerifyOutput result)
    {
        writer.WriteLine($"{result.Model} is what was signed.");
        writer.WriteLine($"  signer      {result.Signer}");
        writer.WriteLine($"  SHA-256     {result.Sha256}");
        writer.WriteLine($"  signature   {result.Signature}");
        writer.WriteLine($"  provenance  {result.Provenance ?? "none beside it"}");
        writer.WriteLine(
            result.Bill switch
            {
                "beside" => "Its signed bill of materials says:",
                "file" => "The bill of materials in the file says:",
                _ => "It has no bill of materials.",
            }
        );
        foreach (
            var (title, lines) in new[]
            {
                ("made from", result.MadeFrom),
                ("measured", [.. result.Metrics.Where(metric => metric.IsOverall).Select(metric => $"{metric}")]),
                ("gate", result.Gates),
            }
        )
        {
            foreach (var line in lines)
                writer.WriteLine($"  {title, -10}  {line}");
        }
    }
}
