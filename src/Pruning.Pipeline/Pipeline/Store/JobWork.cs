using Pruning.Storage;

namespace Pruning.Pipeline.Store;

/// <summary>
/// The work of jobs that have not ended: <c>work/&lt;fingerprint&gt;/jobs/&lt;job&gt;-&lt;restart&gt;/</c>, which one
/// process alone writes. A job may run twice at once, where a node is lost and its processes are not; so a job that
/// goes on copies what another one, or a build, had done, and writes into no folder but its own.
/// </summary>
public static class JobWork
{
    private const string Jobs = "jobs";

    /// <summary>Makes a job's folder, with the newest of what was done of the step before.</summary>
    /// <param name="work">The step's work folder.</param>
    /// <param name="job">A name that no other run of the job has.</param>
    /// <returns>The job's own folder.</returns>
    public static string Begin(string work, string job)
    {
        var own = Path.Combine(work, Jobs, job);
        // A cluster that was set up anew counts from the beginning: another job's, whose work is gone on with.
        if (Directory.Exists(own))
            Directory.Move(own, $"{own}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(own);
        Adopt(work, own);
        return own;
    }

    /// <summary>Removes a job's own folder. Others stay until the build, which has the result, removes them all.</summary>
    public static void End(string own) => LeftoverFolder.Remove(own);

    /// <summary>
    /// Copies the newest of what jobs and builds have done of a step, unless it is in <paramref name="into"/> already.
    /// Each file is a whole one, and a checkpoint says itself how far it is.
    /// </summary>
    public static void Adopt(string work, string into)
    {
        var jobs = Path.Combine(work, Jobs);
        var newest = (Directory.Exists(jobs) ? Directory.GetDirectories(jobs) : [])
            .Append(work)
            .OrderByDescending(LastWritten)
            .First();
        if (newest == into)
            return;
        foreach (var file in FilesOf(newest))
        {
            try
            {
                AtomicFile.Copy(file, Path.Combine(into, Path.GetFileName(file)));
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Whoever writes there has just ended.
                continue;
            }
        }
    }

    private static DateTime LastWritten(string folder) =>
        FilesOf(folder).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty(DateTime.MinValue).Max();

    // Not what is being written: decoded images, and files before their rename.
    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder).Where(file => Path.GetExtension(file) != ".tmp") : [];
}
