using System.Diagnostics;
using System.Runtime.InteropServices;
using Pruning.Testing;

namespace Pruning.DotnetTool;

/// <summary>
/// The program's files without its native libraries, run in processes of their own: what this one has loaded stays
/// loaded.
/// </summary>
internal sealed class ProgramCopy : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pruning-tool-");

    public ProgramCopy()
    {
        Directory.CreateDirectory(Folder);
        var program = Path.GetDirectoryName(typeof(ExitCodes).Assembly.Location)!;
        foreach (
            var file in Directory
                .EnumerateFiles(program, "*.*")
                .Where(file => Path.GetExtension(file) is ".dll" or ".json")
        )
            File.Copy(file, Path.Combine(_root.FullName, Path.GetFileName(file)));
    }

    /// <summary>Whether its user has a home; a cache of its own it has then, too.</summary>
    public bool HasHome { get; init; } = true;

    /// <summary>The packages that NuGet has restored for its user.</summary>
    public string Packages => Path.Combine(_root.FullName, "packages");

    /// <summary>Where it is started.</summary>
    public string Folder => Path.Combine(_root.FullName, "work");

    /// <summary>A native library, where those of packages lie.</summary>
    public void WriteNative(string name, TinySharedObject library) => WriteNative(_root.FullName, name, library);

    /// <summary>The same in a package that NuGet has restored.</summary>
    public void WriteRestored(string package, string version, string name, TinySharedObject library) =>
        WriteNative(Path.Combine(Packages, package, version), name, library);

    /// <summary>What the program finds in its environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>A program that is found before the system's of that name.</summary>
    public void WriteScript(string name, string body)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_root.FullName, "dotnet-prune.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["XDG_CACHE_HOME"] = HasHome ? Path.Combine(_root.FullName, "cache") : null;
        if (!HasHome)
            start.Environment["HOME"] = Path.Combine(_root.FullName, "nowhere");
        start.Environment["PRUNING_TORCH_FOLDER"] = null;
        start.Environment["NUGET_PACKAGES"] = Packages;
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        start.Environment["PATH"] = $"{Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    private static void WriteNative(string root, string name, TinySharedObject library)
    {
        var folder = Directory.CreateDirectory(
            Path.Combine(root, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")
        );
        library.WriteTo(Path.Combine(folder.FullName, $"lib{name}.so"));
    }

    public void Dispose() => _root.Delete(recursive: true);
}
