using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pruning.Benchmarks.Kills;

/// <summary>Rounds as JSON lines: a campaign that was stopped goes on where it was.</summary>
internal sealed class CampaignLog(string path)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public ImmutableArray<RoundRecord> Read() =>
        File.Exists(path)
            ?
            [
                .. File.ReadLines(path)
                    .Where(line => line.EndsWith('}'))
                    .Select(line => JsonSerializer.Deserialize<RoundRecord>(line, Json)!),
            ]
            : [];

    public void Add(RoundRecord round)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.AppendAllText(path, JsonSerializer.Serialize(round, Json) + "\n");
    }
}
