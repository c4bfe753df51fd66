using BenchmarkDotNet.Attributes;
using Pruning.Benchmarks.Inputs;
using Pruning.Checkpoints.Pickling;
using Pruning.Checkpoints.Torch;

namespace Pruning.Benchmarks.Kernels;

/// <summary>
/// The restricted unpickler on the description of a checkpoint, weights apart; where there is none, on a made one of
/// strings and numbers.
/// </summary>
[MemoryDiagnoser]
public class Unpickling
{
    private const string Checkpoint = "yolov5n.pt";
    private const string Made = "made";

    private byte[] _pickle = [];

    public static IEnumerable<string> Sources => [ReferenceData.Find(Checkpoint) is null ? Made : Checkpoint];

    [ParamsSource(nameof(Sources))]
    public string Source { get; set; } = Made;

    [GlobalSetup]
    public void Setup() => _pickle = Source == Made ? MakePickle() : ReadPickle(ReferenceData.Find(Source)!);

    [Benchmark]
    public object? Unpickle() => PickleMachine.Read(_pickle, new TorchPickleHost(Source));

    private static byte[] ReadPickle(string path)
    {
        using var stream = File.OpenRead(path);
        using var archive = new TorchArchive(path, stream);
        return archive.Pickle(PickleLimits.Default.Bytes);
    }

    // Protocol 2: a list of 2,000 times a string and a number.
    private static byte[] MakePickle()
    {
        List<byte> pickle = [0x80, 2, (byte)']', (byte)'('];
        for (var i = 0; i < 2000; i++)
        {
            pickle.AddRange([(byte)'X', 5, 0, 0, 0, .. "model"u8]);
            pickle.AddRange([(byte)'J', .. BitConverter.GetBytes(i)]);
        }

        return [.. pickle, (byte)'e', (byte)'.'];
    }
}
