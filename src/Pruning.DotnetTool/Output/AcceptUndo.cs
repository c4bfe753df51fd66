using System.Collections.Immutable;
using Pruning.Evaluation.Gates;

namespace Pruning.DotnetTool.Output;

/// <summary>
/// How to take back what <c>accept</c> writes. What was there before is in version control, if anywhere; what was not
/// is deleted.
/// </summary>
/// <param name="Restored">Files that were there before.</param>
/// <param name="New">Those that were not.</param>
internal sealed record AcceptUndo(ImmutableArray<string> Restored, ImmutableArray<string> New)
{
    /// <summary>To be asked before accepting.</summary>
    /// <param name="lockedBaseline">The path of its file.</param>
    public static AcceptUndo Before(string lockedBaseline)
    {
        var files = new[] { lockedBaseline, LockedPicturesFile.PathOf(lockedBaseline) }.ToLookup(File.Exists);
        return new AcceptUndo([.. files[true]], [.. files[false]]);
    }

    /// <summary>Whether what was there before is gone: the folder is in no git repository.</summary>
    public bool IsOverwritten => !Restored.IsEmpty && !IsInRepository(Path.GetDirectoryName(Restored[0]));

    // Of a worktree or a submodule it is a file.
    private static bool IsInRepository(string? folder) =>
        folder is not null
        && (Path.Exists(Path.Combine(folder, ".git")) || IsInRepository(Path.GetDirectoryName(folder)));

    /// <summary>Command lines, as a shell takes them.</summary>
    public ImmutableArray<string> Words()
    {
        var words = ImmutableArray.CreateBuilder<string>();
        if (!Restored.IsEmpty && !IsOverwritten)
            words.Add(
                $"git -C {Quoted(Path.GetDirectoryName(Restored[0])!)} restore "
                    + $"{string.Join(' ', Restored.Select(path => Quoted(Path.GetFileName(path))))}"
            );
        var made = New.Where(File.Exists).ToList();
        if (made.Count > 0)
            words.Add($"{(OperatingSystem.IsWindows() ? "del" : "rm")} {string.Join(' ', made.Select(Quoted))}");
        return words.ToImmutable();
    }

    private static string Quoted(string path) =>
        path.All(letter => char.IsAsciiLetterOrDigit(letter) || "/\\:._-+".Contains(letter, StringComparison.Ordinal))
            ? path
            : $"\"{path}\"";
}
