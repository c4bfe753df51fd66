using Pruning.Pipeline.Store;

namespace Pruning.DotnetTool.Interruption;

/// <summary>Damage that a build finds: it says so by a code, does the work again, and ends in the same bits.</summary>
[Trait("Category", "Slow")]
public sealed class DamagedStoreTests : IDisposable
{
    private readonly TrainedProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Whatever_was_done_to_every_result_none_is_used()
    {
        _project.Build("a");
        var model = File.ReadAllBytes(_project.Model("a"));
        Action<string>[] damages =
        [
            Flip,
            Cut,
            path => File.Delete(path),
            path => File.WriteAllText(path, "{"),
            Replace,
        ];
        var entries = StoreContents
            .List(_project.Cache("a"))
            .Select(entry => Path.Combine(_project.Cache("a"), entry.Fingerprint))
            .Order(StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i < entries.Count; i++)
            damages[i % damages.Length](Directory.GetFiles(entries[i]).Order(StringComparer.Ordinal).ElementAt(i % 2));

        var again = _project.Build("a");

        Assert.Equal(
            entries.Count,
            again.Count(line => line.Contains(": warning PRUNE9001: ", StringComparison.Ordinal))
        );
        Assert.Equal(entries.Count, again.Count(line => line.EndsWith(": started", StringComparison.Ordinal)));
        Assert.Equal(model, File.ReadAllBytes(_project.Model("a")));
        Assert.DoesNotContain(_project.Build("a"), line =>
            line.Contains("PRUNE9001", StringComparison.Ordinal) || line.EndsWith(": started", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_damaged_checkpoint_is_reported_and_the_training_starts_over()
    {
        // So many that the training goes on for seconds after the second has begun: who kills it may be late.
        const int epochs = 30;
        _project.Build("undisturbed", epochs: epochs);
        using (var run = ProgramRun.Start([.. _project.Engine("cut", epochs)]))
        {
            run.WaitFor("train: epoch 2/");
            run.Kill();
            run.WaitForExit();
        }

        // Other kinds of damage are the trainer's own tests' concern.
        Cut(
            Directory
                .GetFiles(
                    Path.Combine(_project.Cache("cut"), "work"),
                    "training.checkpoint",
                    SearchOption.AllDirectories
                )
                .Single()
        );
        var lines = _project.Build("cut", epochs: epochs);
        Assert.Single(lines, line => line.Contains(": warning PRUNE3003: ", StringComparison.Ordinal));
        Assert.Equal(TrainedProject.Epochs - 3 + epochs, KilledBuildTests.CompletedEpochs(lines).Count);
        Assert.Equal(File.ReadAllBytes(_project.Model("undisturbed")), File.ReadAllBytes(_project.Model("cut")));
    }

    private static void Flip(string path)
    {
        var content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(path, content);
    }

    private static void Cut(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(file.Length / 2);
    }

    private static void Replace(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }
}
