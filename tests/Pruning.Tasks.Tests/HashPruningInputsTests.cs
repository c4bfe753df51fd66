using System.Globalization;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks.Tests;

public sealed class HashPruningInputsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public HashPruningInputsTests()
    {
        _folder.Write("request.xml", "request");
        _folder.Write("engine.dll", "engine");
        _folder.Write("images/1.jpg", "one");
        _folder.Write("inputs.txt", $"{_folder.PathOf("images/")}\n{_folder.PathOf("images/1.jpg")}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_changed_and_the_hash_file_is_not_touched()
    {
        Hash();
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.PathOf("inputs.hash"), written);

        Hash();

        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder.PathOf("inputs.hash")));
    }

    // The stamp was written by a clock that was ahead, or the hash was.
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void No_clock_decides_whether_the_stamp_of_the_last_build_holds(int days)
    {
        Hash();
        var stamp = _folder.Write("up-to-date.stamp", "");
        File.SetLastWriteTimeUtc(stamp, DateTime.UtcNow.AddDays(days));
        Hash();
        Assert.True(File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(_folder.PathOf("inputs.hash")));

        _folder.Write("request.xml", "another request");
        Hash();
        Assert.False(File.Exists(stamp));
    }

    [Fact]
    public void Each_kind_of_change_changes_the_hash()
    {
        var seen = new HashSet<string> { Hash() };
        void AssertChanges(Action change)
        {
            change();
            Assert.True(seen.Add(Hash()));
        }

        AssertChanges(() => _folder.Write("request.xml", "another request"));
        AssertChanges(() => _folder.Write("engine.dll", "a longer engine"));
        AssertChanges(() =>
            File.SetLastWriteTimeUtc(
                _folder.PathOf("images/1.jpg"),
                new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)
            )
        );
        AssertChanges(() => _folder.Write("images/2.jpg", "two"));
        AssertChanges(() => File.Delete(_folder.PathOf("images/1.jpg")));
        AssertChanges(() => File.Delete(_folder.PathOf("inputs.txt")));
    }

    [Fact]
    public void A_change_under_the_engines_hands_is_noticed()
    {
        var start = DateTime.UtcNow.AddMinutes(1);
        Assert.False(ChangedSince(start));

        File.SetLastWriteTimeUtc(_folder.PathOf("images/1.jpg"), start.AddMinutes(1));
        Assert.True(ChangedSince(start));

        File.Delete(_folder.PathOf("images/1.jpg"));
        Assert.True(ChangedSince(start));

        // Without a list nothing is known, so nothing is up to date.
        File.Delete(_folder.PathOf("inputs.txt"));
        Assert.True(ChangedSince(start));
    }

    /// <summary>
    /// What a build that finds nothing changed looks at: 10,000 images, their labels. How long that takes the benchmark
    /// <c>no-op</c> measures; here it is counted that a file costs a look at it and no more, however many there are.
    /// </summary>
    [Fact]
    public void Ten_thousand_images_are_looked_at_in_a_moment()
    {
        Hash();
        var (few, many) = (Allocated(2_000), Allocated(20_000));
        Assert.InRange(many / 20_000, 0, 2_000);
        Assert.InRange((double)many / few, 0, 11);

        long Allocated(int files)
        {
            _folder.Write("inputs.txt", string.Concat(Enumerable.Repeat($"{_folder.PathOf("images/1.jpg")}\n", files)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Hash();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private bool ChangedSince(DateTime start)
    {
        var task = NewTask();
        task.Since = start.Ticks.ToString(CultureInfo.InvariantCulture);
        Assert.True(task.Execute());
        return task.ChangedSince;
    }

    private string Hash()
    {
        Assert.True(NewTask().Execute());
        return File.ReadAllText(_folder.PathOf("inputs.hash"));
    }

    private HashPruningInputs NewTask() =>
        new()
        {
            BuildEngine = new RecordingBuildEngine(),
            Contents = [new TaskItem(_folder.PathOf("request.xml"))],
            Stamps = [new TaskItem(_folder.PathOf("engine.dll"))],
            InputsList = _folder.PathOf("inputs.txt"),
            HashFile = _folder.PathOf("inputs.hash"),
            StampFile = _folder.PathOf("up-to-date.stamp"),
        };
}
