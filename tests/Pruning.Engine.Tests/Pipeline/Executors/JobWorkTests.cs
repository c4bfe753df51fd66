using Pruning.Pipeline.Store;

namespace Pruning.Pipeline.Executors;

/// <summary>Two runs of one job at once.</summary>
public sealed class JobWorkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Work => _folder.PathOf("work");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_job_goes_on_from_what_was_done_last_and_writes_into_its_own_folder()
    {
        Save(Work, "2 epochs", minutes: 1);
        var first = JobWork.Begin(Work, "1-0");
        Assert.Equal("2 epochs", Read(first));
        Save(first, "5 epochs", minutes: 2);
        File.WriteAllText(Path.Combine(first, "decoded.tmp"), "large");

        var second = JobWork.Begin(Work, "1-1");
        // The first one lives on, and writes.
        Save(first, "6 epochs", minutes: 3);

        Assert.NotEqual(first, second);
        Assert.Equal("5 epochs", Read(second));
        Assert.False(File.Exists(Path.Combine(second, "decoded.tmp")));
        Assert.Equal("2 epochs", Read(Work));
    }

    [Fact]
    public void A_number_that_comes_again_is_another_job()
    {
        var first = JobWork.Begin(Work, "1-0");
        Save(first, "5 epochs", minutes: 1);
        Directory.CreateDirectory(Path.Combine(first, "result"));

        var second = JobWork.Begin(Work, "1-0");

        Assert.Equal("5 epochs", Read(second));
        Assert.Empty(Directory.GetDirectories(second));
    }

    [Fact]
    public void The_end_of_a_job_takes_nothing_from_another_one()
    {
        var (first, second) = (JobWork.Begin(Work, "1-0"), JobWork.Begin(Work, "1-1"));
        Save(first, "5 epochs", minutes: 1);
        JobWork.End(second);
        Assert.Equal("5 epochs", Read(first));
        Assert.False(Directory.Exists(second));
    }

    [Fact]
    public void A_build_goes_on_from_what_jobs_have_done()
    {
        Save(Work, "2 epochs", minutes: 1);
        Save(JobWork.Begin(Work, "1-0"), "5 epochs", minutes: 2);
        JobWork.Adopt(Work, into: Work);
        Assert.Equal("5 epochs", Read(Work));
    }

    [Fact]
    public void And_from_its_own_where_that_is_newer_or_nothing_is_there()
    {
        JobWork.Adopt(Work, into: Work);
        Assert.False(Directory.Exists(Work));
        Save(JobWork.Begin(Work, "1-0"), "5 epochs", minutes: 1);
        Save(Work, "7 epochs", minutes: 2);
        JobWork.Adopt(Work, into: Work);
        Assert.Equal("7 epochs", Read(Work));
    }

    private static void Save(string folder, string text, int minutes)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "checkpoint");
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(minutes));
    }

    private static string Read(string folder) => File.ReadAllText(Path.Combine(folder, "checkpoint"));
}
