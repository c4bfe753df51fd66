using Pruning.Benchmarks.Inputs;
using Pruning.Data;
using Pruning.Pipeline;
using Pruning.Pipeline.Stages;
using Pruning.Storage;

namespace Pruning.Benchmarks.Measuring;

/// <summary>A dataset of so many images, and what the engine does with one before it trains, in seconds.</summary>
/// <param name="folder">Empty; takes the images.</param>
internal sealed class ScaledDataset(string folder, DatasetSplit source, int count)
{
    private readonly string _yaml = ManyImages.Write(
        Directory.CreateDirectory(Path.Combine(folder, "data")).FullName,
        source,
        count
    );
    private readonly string _hashes = Path.Combine(folder, "hashes.tsv");

    /// <summary>Finds the images, looks at each, reads the labels.</summary>
    public double Scan() => Clock.Time(() => Read(Open()));

    /// <summary>Hashes every image and label for the first time.</summary>
    public double Hash()
    {
        File.Delete(_hashes);
        var dataset = Open();
        Read(dataset);
        return Clock.Time(() => Fingerprint(dataset));
    }

    /// <summary>What a run does that finds nothing changed, from nothing but what is on disk.</summary>
    /// <exception cref="MeasurementException">Contents were read although nothing has changed.</exception>
    public double CheckForChanges()
    {
        if (!File.Exists(_hashes))
            Hash();
        var read = -1;
        var seconds = Clock.Time(() => read = Fingerprint(Open()));
        return read == 0
            ? seconds
            : throw new MeasurementException($"the contents of {read} files were read although none has changed.");
    }

    /// <summary>
    /// Makes every training batch, decoding each image anew; without mosaics, which would decode four for one.
    /// </summary>
    public double Load(int epochs)
    {
        using var loader = new TrainingLoader(
            Open().Split("train"),
            new TrainingLoaderOptions
            {
                ImageSize = 320,
                Augmentation = AugmentationOptions.None,
                Cache = ImageCacheBudget.None,
            }
        );
        return Clock.Time(() =>
        {
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var batch in loader.Epoch(epoch))
                    batch.Dispose();
            }
        });
    }

    private Dataset Open() => Dataset.Load(_yaml, UnheardDiagnostics.Instance);

    private void Read(Dataset dataset)
    {
        var found = dataset.Split("train").Images.Length;
        if (found != count)
            throw new MeasurementException($"{found} of {count} images were found.");
    }

    /// <returns>How many files' contents were read.</returns>
    private int Fingerprint(Dataset dataset)
    {
        var files = FileHashes.Load(_hashes);
        new SplitHashes(dataset, files, UnheardDiagnostics.Instance).Of("train");
        files.Save();
        return files.Read;
    }
}
