using System.Globalization;
using System.Reflection;
using System.Text;
using VerifyTests;

namespace VerifyXunit;

/// <summary>One text against one *.verified.* file beside the test's source.</summary>
internal sealed class Snapshot(MethodInfo method, string sourceFile, VerifySettings settings, string extension)
{
    private readonly string _directory = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(sourceFile)!, settings.Directory ?? "")
    );

    public async Task<VerifyResult> Verify(string? target)
    {
        var text = Clean(target);
        string verified = PathOf("verified"),
            received = PathOf("received");
        var expected = File.Exists(verified) ? Normal(await File.ReadAllTextAsync(verified)) : null;
        if (expected is not null && expected == text)
        {
            File.Delete(received);
            return new VerifyResult(text);
        }

        Directory.CreateDirectory(_directory);
        if (settings.AutoVerified)
        {
            await File.WriteAllTextAsync(verified, text, new UTF8Encoding(true));
            return new VerifyResult(text);
        }

        await File.WriteAllTextAsync(received, text, new UTF8Encoding(true));
        throw new VerifyException(Explain(expected, text, received, verified));
    }

    private string PathOf(string kind) => Path.Combine(_directory, $"{Name()}.{kind}.{extension}");

    private string Name() =>
        settings.FileName
        ?? $"{settings.TypeName ?? TypeName(method.ReflectedType!)}.{settings.MethodName ?? method.Name}{Parameters()}";

    private static string TypeName(Type type) =>
        type.DeclaringType is { } outer ? $"{TypeName(outer)}.{type.Name}" : type.Name;

    private string Parameters()
    {
        if (settings.ParametersText is { } text)
            return "_" + text;
        if (settings.Parameters is not { } values)
            return "";
        var names = method.GetParameters();
        var parts = values.Select(
            (value, i) =>
                $"_{(i < names.Length ? names[i].Name : i.ToString(CultureInfo.InvariantCulture))}={Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null"}"
        );
        return string.Concat(
            string.Concat(parts)
                .Select(c => Path.GetInvalidFileNameChars().Contains(c) || "<>:\"/\\|?*".Contains(c) ? '-' : c)
        );
    }

    private string Clean(string? target)
    {
        if (target is null)
            return "null";
        if (target.Length == 0)
            return "emptyString";
        var text = new StringBuilder(Normal(target));
        foreach (var scrub in settings.Scrubbers)
            scrub(text);
        foreach (var (folder, name) in Folders())
            text.Replace(folder + Path.DirectorySeparatorChar, name).Replace(folder, name);
        return Normal(text.ToString());
    }

    // Folders of the machine that runs the test have no place in a snapshot.
    private IEnumerable<(string Folder, string Name)> Folders()
    {
        var source = Path.GetDirectoryName(Path.GetFullPath(sourceFile));
        if (Above(source, "*.csproj") is { } project)
            yield return (project, "{ProjectDirectory}");
        if ((Above(source, "*.sln") ?? Above(source, "*.slnx")) is { } solution)
            yield return (solution, "{SolutionDirectory}");
        yield return (Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), "{CurrentDirectory}");
        yield return (Path.TrimEndingDirectorySeparator(Path.GetTempPath()), "{TempPath}");
    }

    private static string? Above(string? folder, string pattern)
    {
        while (folder is not null && Directory.Exists(folder) && !Directory.EnumerateFiles(folder, pattern).Any())
            folder = Path.GetDirectoryName(folder);
        return folder;
    }

    // Line ends and the end of the last line do not count.
    private static string Normal(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd('\n');

    private static string Explain(string? expected, string actual, string received, string verified)
    {
        var message = new StringBuilder();
        message.AppendLine(expected is null ? "There is no snapshot yet." : "The text is not as in the snapshot.");
        message.AppendLine(CultureInfo.InvariantCulture, $"  received: {received}");
        message.AppendLine(CultureInfo.InvariantCulture, $"  verified: {verified}");
        message.AppendLine("If the received text is right, rename it to the verified one.");
        message.AppendLine();
        foreach (var line in LineDifference.Between(expected?.Split('\n') ?? [], actual.Split('\n')))
            message.AppendLine(line);
        return message.ToString();
    }
}
