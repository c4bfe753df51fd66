using System.Text;
using System.Text.RegularExpressions;
using Pruning.Testing;

namespace Pruning.Integration.Tests;

/// <summary>
/// <c>dotnet build</c> with the package's own engine, killed at moments that nobody chose: every process of the build at once, or MSBuild alone.
/// The engine's own tests kill it in each stage and in the middle of each kind of writing; this is what is left to MSBuild and to chance.
/// </summary>
[Collection(ModelsCollection.Name)]
public sealed partial class KilledBuildTests(PackedPackages packages) : IDisposable
{
    private readonly Workspace _workspace = new(packages);

    public void Dispose() => _workspace.Dispose();

    [UnixFact]
    public void It_goes_on_and_ends_in_the_bits_of_an_undisturbed_build()
    {
        WriteProject();
        var whole = Build("whole");
        Assert.Equal(3 * Epochs, CompletedEpochs(whole).Count);
        var model = File.ReadAllBytes(_workspace.PathOf("Detector/bin/Debug/Detector.onnx"));
        Directory.Delete(_workspace.PathOf("Detector/bin"), recursive: true);
        Directory.Delete(_workspace.PathOf("Detector/obj/Debug"), recursive: true);

        var said = new StringBuilder();
        var random = new Random(6);
        for (var kill = 0; kill < 6; kill++)
            said.Append(Kill(TimeSpan.FromMilliseconds(random.Next(50, 1500)), wholeGroup: kill % 2 == 0));
        var last = Build("killed");

        Assert.Equal(model, File.ReadAllBytes(_workspace.PathOf("Detector/bin/Debug/Detector.onnx")));
        Assert.Empty(CompletedEpochs(said.Append(last).ToString()).GroupBy(epoch => epoch).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.DoesNotContain("PRUNE3003", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRUNE900", said.ToString(), StringComparison.Ordinal);
        // It was all there, and nothing of the killed ones is in the way of being up to date.
        Assert.DoesNotContain(": started", Build("killed"), StringComparison.Ordinal);
    }

    private const int Epochs = 3;

    private string Build(string cache)
    {
        var build = _workspace.Build([.. Arguments(cache)]);
        return build.Succeeded().Output;
    }

    // The engine is at work when the first line of it is there; the delay counts from then.
    private string Kill(TimeSpan delay, bool wholeGroup)
    {
        // A session of its own is a process group of its own.
        using var build = Dotnet.StartProgram("setsid", _workspace.Root, ["dotnet", .. Arguments("killed"), "-nologo", "-tl:off"], out var output);
        while (!Text(output).Contains(": started", StringComparison.Ordinal))
        {
            Assert.False(build.HasExited, $"The build ended:\n{Text(output)}");
            Thread.Sleep(10);
        }

        Thread.Sleep(delay);
        Assert.False(build.HasExited, $"The build ended before it could be killed:\n{Text(output)}");
        UnixProcess.Signal(wholeGroup ? -build.Id : build.Id, UnixProcess.Kill);
        build.WaitForExit();
        for (var waited = 0; UnixProcess.OfSession(build.Id) is { Length: > 0 } alive; waited++)
        {
            Assert.True(waited < 100, $"Of the killed build there still runs {string.Join('\n', alive)}");
            Thread.Sleep(50);
        }

        return Text(output);
    }

    private static IEnumerable<string> Arguments(string cache) => ["build", "Detector", $"-p:PruningCacheDir=../{cache}"];

    private static string Text(StringBuilder output)
    {
        lock (output)
            return output.ToString();
    }

    private void WriteProject()
    {
        // The package's own engine, with the libtorch that all tests use.
        _workspace.Write("Directory.Build.props", "<Project><PropertyGroup><PruningTorchPackage /></PropertyGroup></Project>");
        for (var i = 0; i < 12; i++)
        {
            var split = i < 8 ? "train" : "val";
            _workspace.Write($"Detector/data/labels/{split}/{i}.txt", "0 0.5 0.5 0.5 0.5\n");
            Directory.CreateDirectory(_workspace.PathOf($"Detector/data/images/{split}"));
            File.WriteAllBytes(_workspace.PathOf($"Detector/data/images/{split}/{i}.bmp"), Square(i));
        }

        _workspace.Write("Detector/data/data.yaml", "path: .\ntrain: images/train\nval: images/val\nnames: [square]\n");
        _workspace.Write("Detector/Detector.pruneproj", $"""
            <Project Sdk="Pruning.Tasks">
              <PropertyGroup>
                <BaseModel>yolov5n</BaseModel>
                <Dataset>data/data.yaml</Dataset>
                <ImageSize>64</ImageSize>
                <BatchSize>4</BatchSize>
                <!-- A trial might choose either. -->
                <Precision>fp32</Precision>
                <TrainEpochs>{Epochs}</TrainEpochs>
                <SparseEpochs>{Epochs}</SparseEpochs>
                <FineTuneEpochs>{Epochs}</FineTuneEpochs>
              </PropertyGroup>
              <ItemGroup>
                <SparsityTarget Include="Flops" Reduction="30%" />
                <Gate Include="FileSize" Maximum="10 MB" />
              </ItemGroup>
            </Project>
            """);
    }

    // A bitmap of 64 x 64 pixels, 24 bits each: a light square on a dark ground, each in its own shade.
    private static byte[] Square(int shade)
    {
        const int head = 54, side = 64;
        var file = new byte[head + (side * side * 3)];
        "BM"u8.CopyTo(file);
        foreach (var (position, value) in (ReadOnlySpan<(int, int)>)[(2, file.Length), (10, head), (14, 40), (18, side), (22, side), (26, 1 | (24 << 16)), (34, side * side * 3)])
            BitConverter.TryWriteBytes(file.AsSpan(position), value);
        for (var pixel = 0; pixel < side * side; pixel++)
        {
            var (x, y) = (pixel % side, pixel / side);
            file.AsSpan(head + (pixel * 3), 3).Fill((byte)(x is >= 16 and < 48 && y is >= 16 and < 48 ? 160 + (shade * 4) : 20 + shade));
        }

        return file;
    }

    private static List<string> CompletedEpochs(string output) => [.. CompletedEpoch().Matches(output).Select(match => match.Value.Trim())];

    [GeneratedRegex(@"^ *[a-z0-9-]+: epoch \d+/\d+(?=, box)", RegexOptions.Multiline)]
    private static partial Regex CompletedEpoch();
}
