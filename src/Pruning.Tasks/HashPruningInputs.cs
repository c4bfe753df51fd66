using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Pruning.Tasks;

/// <summary>
/// Reduces all that a model depends on to one small file, which changes when any of it does: the request, the engine,
/// and every file and folder that the engine read the last time. The stage targets have that file as their input.
/// </summary>
/// <remarks>
/// Sizes and time stamps stand for contents here, as in MSBuild's own checks: this decides only whether to start the
/// engine, which then goes by contents. Unlike MSBuild's check it also sees files that were added, removed, or replaced
/// by older ones.
/// </remarks>
[MSBuildMultiThreadableTask]
public sealed class HashPruningInputs : FileTask
{
    /// <summary>Files whose contents count.</summary>
    [Required]
    public ITaskItem[] Contents { get; set; } = [];

    /// <summary>Files of which a change of size or time stamp counts: the engine's own.</summary>
    public ITaskItem[] Stamps { get; set; } = [];

    /// <summary>
    /// What the engine read: a full path a line, of a file, or of a folder whose listing counts. May not exist yet.
    /// </summary>
    [Required]
    public string InputsList { get; set; } = "";

    [Required]
    public string HashFile { get; set; } = "";

    /// <summary>
    /// What the last build that passed left, and the targets compare with <see cref="HashFile"/> by time: it is kept
    /// the younger while the hash is the same, and removed when it changes. So clocks that were set do not decide what
    /// is up to date.
    /// </summary>
    public string StampFile { get; set; } = "";

    /// <summary>UTC ticks at which the engine started, when this runs after it; empty before.</summary>
    public string Since { get; set; } = "";

    /// <summary>Whether an input changed while the engine ran, so that it may have read the older state.</summary>
    [Output]
    public bool ChangedSince { get; private set; }

    protected override bool Run()
    {
        var inputs = File.Exists(InputsList)
            ? File.ReadAllLines(InputsList).Where(line => line.Length > 0).ToList()
            : null;
        var text = new StringBuilder();
        foreach (var file in Contents)
            text.Append(Path.GetFileName(file.ItemSpec)).Append(' ').Append(HashOf(file.ItemSpec)).Append('\n');
        foreach (var path in Stamps.Select(item => item.ItemSpec).Concat(inputs ?? []))
            text.Append(path).Append(' ').Append(StampOf(path)).Append('\n');

        if (ContentFile.Write(HashFile, Hex(SHA256.Create(), Encoding.UTF8.GetBytes(text.ToString())) + "\n"))
            Discard(StampFile);
        else if (File.Exists(StampFile) && File.GetLastWriteTimeUtc(StampFile) < File.GetLastWriteTimeUtc(HashFile))
            File.SetLastWriteTimeUtc(StampFile, File.GetLastWriteTimeUtc(HashFile));
        ChangedSince =
            long.TryParse(Since, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            && HasChange(inputs, since);
        return true;
    }

    private static void Discard(string file)
    {
        if (File.Exists(file))
            File.Delete(file);
    }

    private bool HasChange(List<string>? inputs, long since)
    {
        if (inputs is null)
        {
            Log.LogMessage(
                MessageImportance.Normal,
                "The engine left no list of what it read ({0}), so the next build starts it again.",
                InputsList
            );
            return true;
        }

        var changed = inputs.FirstOrDefault(path => TimeOf(path) is not { } time || time > since);
        if (changed is not null)
            Log.LogMessage(
                MessageImportance.High,
                "'{0}' changed while the model was built. The next build looks at it again.",
                changed
            );
        return changed is not null;
    }

    private static string StampOf(string path)
    {
        // One question to the file system for a file: a dataset has tens of thousands, and every build asks.
        var file = new FileInfo(path);
        if (file.Exists)
            return Text(file.LastWriteTimeUtc.Ticks) + " " + Text(file.Length);
        return Directory.Exists(path) ? Text(Directory.GetLastWriteTimeUtc(path).Ticks) + " folder" : "absent";
    }

    private static long? TimeOf(string path) =>
        File.Exists(path) || Directory.Exists(path) ? File.GetLastWriteTimeUtc(path).Ticks : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string HashOf(string path)
    {
        if (!File.Exists(path))
            return "absent";
        using var hash = SHA256.Create();
        return Hex(hash, File.ReadAllBytes(path));
    }

    private static string Hex(HashAlgorithm hash, byte[] bytes) =>
        BitConverter.ToString(hash.ComputeHash(bytes)).Replace("-", "").ToLowerInvariant();
}
