using System.Diagnostics;

namespace Pruning.Testing;

/// <summary>
/// A disk of its own, in memory, mounted at a folder: it can be filled, emptied, and made read-only under whoever works
/// in it.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _filler;

    public SmallDisk(string folder, int megabytes = 8)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _filler = Path.Combine(folder, "filler");
        Require(Mount("-t", "tmpfs", "-o", $"size={megabytes}m", "none", folder), "mount");
    }

    public string Folder { get; }

    public static bool CanBeMounted()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return false;
        var trial = Directory.CreateTempSubdirectory("pruning-mount-").FullName;
        try
        {
            return Mount("-t", "tmpfs", "-o", "size=1m", "none", trial) && Run("umount", trial);
        }
        finally
        {
            Directory.Delete(trial);
        }
    }

    /// <summary>Leaves so many bytes.</summary>
    public void Fill(long left = 0)
    {
        using var file = new FileStream(_filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = new byte[1 << 12]; new DriveInfo(Folder).AvailableFreeSpace > left; )
            file.Write(block);
    }

    public void Empty() => File.Delete(_filler);

    public void MakeReadOnly() => Require(Mount("-o", "remount,ro", Folder), "remount");

    public void MakeWritable() => Require(Mount("-o", "remount,rw", Folder), "remount");

    /// <summary>
    /// As file systems do that find themselves damaged: who has files open goes on with them, and whatever is opened
    /// from now on cannot be written.
    /// </summary>
    public void MakeReadOnlyUnderWriters()
    {
        // Made read-only elsewhere, where nobody writes yet.
        var side = Directory.CreateTempSubdirectory("pruning-mount-").FullName;
        Require(
            Mount("--bind", Folder, side)
                && Mount("-o", "remount,bind,ro", side)
                && Mount("--bind", side, Folder)
                && Run("umount", side),
            "bind"
        );
        Directory.Delete(side);
    }

    // Lazily: somebody may still read there.
    public void EndReadOnly() => Require(Run("umount", "-l", Folder), "umount");

    /// <summary>
    /// As if it were taken away under those who work in it: another disk is mounted over it, empty and read-only.
    /// </summary>
    public void TakeAway() => Require(Mount("-t", "tmpfs", "-o", "ro,size=1m", "none", Folder), "mount");

    public void BringBack() => Require(Run("umount", Folder), "umount");

    // Lazily: a process that was killed may not be gone yet.
    public void Dispose() => Run("umount", "-l", Folder);

    private void Require(bool succeeds, string what)
    {
        if (!succeeds)
            throw new InvalidOperationException($"{what} of '{Folder}' failed.");
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
