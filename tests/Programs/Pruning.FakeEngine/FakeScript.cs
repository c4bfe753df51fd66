using System.Globalization;

namespace Pruning.FakeEngine;

/// <summary>
/// Orders of a test, one a line: <c>stage print text</c>, <c>stage exit 2</c>, <c>stage hang</c>, <c>stage hang-on</c>
/// (whatever it is asked), <c>stage chatter</c> (a line every 100 ms as long as it hangs), <c>stage crash</c>, <c>stage pause 500</c> (milliseconds, after what it prints), <c>stage
/// pending fine-tune export</c> (the stages left to do), <c>stage sign</c> (the model), <c>stage leave</c> (instead of
/// waiting for the next one).
/// </summary>
internal sealed record FakeScript(
    IReadOnlyList<string> Lines,
    int ExitCode,
    bool Hangs,
    bool IgnoresTermination,
    bool Chatters,
    bool Crashes,
    TimeSpan Pause,
    string? Pending,
    bool Signs,
    bool Leaves
)
{
    public static FakeScript Read(string folder, string stage)
    {
        var file = Path.Combine(folder, "engine-script.txt");
        var orders = File.Exists(file)
            ? File.ReadAllLines(file).Select(line => line.Split(' ', 3)).Where(order => order[0] == stage).ToList()
            : [];
        return new FakeScript(
            [.. orders.Where(order => order[1] == "print").Select(order => order[2])],
            orders
                .Where(order => order[1] == "exit")
                .Select(order => int.Parse(order[2], CultureInfo.InvariantCulture))
                .LastOrDefault(),
            orders.Any(order => order[1] is "hang" or "hang-on"),
            orders.Any(order => order[1] == "hang-on"),
            orders.Any(order => order[1] == "chatter"),
            orders.Any(order => order[1] == "crash"),
            TimeSpan.FromMilliseconds(
                orders
                    .Where(order => order[1] == "pause")
                    .Sum(order => int.Parse(order[2], CultureInfo.InvariantCulture))
            ),
            orders
                .Where(order => order[1] == "pending")
                .Select(order => order.Length > 2 ? order[2] : "")
                .LastOrDefault(),
            orders.Any(order => order[1] == "sign"),
            orders.Any(order => order[1] == "leave")
        );
    }
}
