using System.Security.Cryptography;
using Pruning.Fuzzing.Checks;

namespace Pruning.Fuzzing.Campaign;

/// <summary>What a campaign keeps of a reader: inputs that reached something new, and those of faults.</summary>
internal sealed class WorkFolder
{
    private readonly string _corpus;
    private readonly string _faults;

    public WorkFolder(string root, string reader)
    {
        Folder = Path.Combine(root, reader);
        (_corpus, _faults) = (Path.Combine(Folder, "corpus"), Path.Combine(Folder, "faults"));
        Directory.CreateDirectory(_corpus);
        Directory.CreateDirectory(_faults);
    }

    public string Folder { get; }

    /// <summary>See <see cref="CurrentInput"/>.</summary>
    public string Current => Path.Combine(Folder, "current");

    public string Log => Path.Combine(Folder, "log");

    public IReadOnlyList<byte[]> Inputs() =>
        [.. Directory.EnumerateFiles(_corpus).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public void Keep(byte[] input) => File.WriteAllBytes(Path.Combine(_corpus, NameOf(input)), input);

    /// <summary>One input a fault: what throws from the same place is the same.</summary>
    public bool Keep(byte[] input, Fault fault)
    {
        var name = $"{fault.Kind}-{NameOf(System.Text.Encoding.UTF8.GetBytes(Place(fault)))}";
        var path = Path.Combine(_faults, name);
        if (File.Exists(path) && new FileInfo(path).Length <= input.Length)
            return false;
        File.WriteAllBytes(path, input);
        File.WriteAllText($"{path}.txt", fault.ToString());
        return true;
    }

    public int Faults() => Directory.EnumerateFiles(_faults, "*.txt").Count();

    private static string NameOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    // Of an exception its kind and where it came from; of a message its code.
    private static string Place(Fault fault) =>
        fault.Kind switch
        {
            FaultKind.ForeignException => string.Join(
                '\n',
                fault.What.Split('\n') is var lines
                    ? lines
                        .Take(1)
                        .Select(line => line.Split(':')[0])
                        .Concat(lines.Where(line => line.Contains("Pruning.", StringComparison.Ordinal)).Take(2))
                    : []
            ),
            FaultKind.Message => fault.What.Split(' ')[0],
            _ => "",
        };
}
