using System.Diagnostics;
using System.Text.Json;
using Pruning.Pipeline;
using Pruning.Reporting;
using YamlDotNet.RepresentationModel;

namespace Pruning.DotnetTool;

/// <summary>
/// A machine that runs a workflow's scripts as they are written: with the real <c>dotnet prune</c>, a build that leaves
/// reports, and a host whose comments are files.
/// </summary>
internal sealed class WorkflowMachine : IDisposable
{
    private const string Project = "my models/it's Detector.pruneproj";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public WorkflowMachine()
    {
        Directory.CreateDirectory(PathOf("checkout/.git"));
        _folder.Write($"checkout/{Project}", "<Project />");
        // 'dotnet build <project> -c Release -o <folder> …' and the tool; everything else is left to succeed.
        Program(
            "dotnet",
            $"""
            echo "dotnet $*" >> "{PathOf("calls.txt")}"
            case "$1" in
              build) [ -f "$2" ] && mkdir -p "$6" && cp "{PathOf("built")}"/* "$6"; exit "$(cat "{PathOf(
                "exit-code"
            )}")";;
              prune) shift; exec "{Environment.ProcessPath}" exec "{typeof(ExitCodes).Assembly.Location}" "$@";;
            esac
            """
        );
        // A method is a change, whose text comes as a file or by the input; everything else asks.
        Program(
            "curl",
            $"""
            method=GET address= output= input=
            while [ $# -gt 0 ]; do
              case "$1" in
                --request) method="$2"; shift;;
                --output) output="$2"; shift;;
                --header) shift;;
                --data-binary) input=1; shift;;
                http*) address="$1";;
              esac
              shift
            done
            echo "$method $address" >> "{PathOf("calls.txt")}"
            if [ -n "$input" ]; then cat > "{PathOf("posted.json")}"; exit; fi
            case "$address" in
              */report.json*) cp "{PathOf("earlier.json")}" "$output";;
              *) cat "{PathOf("comments.json")}";;
            esac
            """
        );
        Program(
            "gh",
            $"""
            method=GET address=
            shift
            while [ $# -gt 0 ]; do
              case "$1" in
                --method) method="$2"; shift;;
                --field) cp "$(echo "$2" | cut -d @ -f 2-)" "{PathOf("posted.md")}"; shift;;
                --*) ;;
                *) address="$1";;
              esac
              shift
            done
            echo "$method $address" >> "{PathOf("calls.txt")}"
            [ "$method" != GET ] || cat "{PathOf("comments.json")}"
            """
        );
        Program("apk", "");
        Built(Later, exitCode: 0);
    }

    public static RunReport Later { get; } = Reports.Run with { Project = Project };

    public static RunReport Earlier { get; } =
        Later with
        {
            Model = Later.Model with { Summary = Reports.Slim with { Sha256 = "cc33" } },
        };

    /// <summary>What an earlier comparison of the project began with.</summary>
    public static string Mark => "<!-- dotnet prune compare: my models/it's Detector.pruneproj -->";

    /// <summary>What the dotnet command and the host were asked for.</summary>
    public string Calls => File.Exists(PathOf("calls.txt")) ? File.ReadAllText(PathOf("calls.txt")) : "";

    public string PathOf(string name) => Path.Combine(_folder.Root, name);

    public void Set(string variable, string value) => _variables[variable] = value;

    /// <summary>The comments that are there, as the host's answer has them.</summary>
    public void Comments(string json) => _folder.Write("comments.json", json);

    /// <summary>What a build leaves and how it ends.</summary>
    public void Built(RunReport report, int exitCode)
    {
        _folder.Write("built/it's Detector.report.json", report.ToJson());
        _folder.Write("built/it's Detector.report.md", "# the report\n");
        _folder.Write("exit-code", $"{exitCode}");
    }

    public async Task<YamlMappingNode> WriteAsync(string host)
    {
        var path = PathOf($"{host}.yml");
        var run = await ToolRun.OfAsync(
            "new",
            "--ci",
            host,
            "--ci-file",
            path,
            "-o",
            PathOf($"checkout/{Project}"),
            "--force"
        );
        Assert.True(run.ExitCode == ExitCodes.Success, run.Error);
        var stream = new YamlStream();
        stream.Load(new StringReader(await File.ReadAllTextAsync(path)));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    /// <summary>Runs a script in a folder as hosts do: it ends with the first command that fails.</summary>
    /// <returns>Its exit code and all that it said.</returns>
    public async Task<(int ExitCode, string Output)> RunAsync(string folder, string script)
    {
        var start = new ProcessStartInfo("bash", ["-e", "-c", script])
        {
            WorkingDirectory = PathOf(folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{PathOf("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in _variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    /// <summary>The text that was posted, from the JSON of a call or as it is.</summary>
    public string? Posted()
    {
        if (File.Exists(PathOf("posted.md")))
            return File.ReadAllText(PathOf("posted.md"));
        if (!File.Exists(PathOf("posted.json")))
            return null;
        var root = JsonDocument.Parse(File.ReadAllText(PathOf("posted.json"))).RootElement;
        if (root.TryGetProperty("comments", out var comments))
            root = comments[0];
        return root.GetProperty(root.TryGetProperty("body", out _) ? "body" : "content").GetString();
    }

    private void Program(string name, string body)
    {
        var path = _folder.Write($"bin/{name}", $"#!/bin/bash\n{body.ReplaceLineEndings("\n")}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Dispose();
}
