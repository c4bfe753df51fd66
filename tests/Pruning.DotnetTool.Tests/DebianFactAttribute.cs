namespace Pruning.DotnetTool;

/// <summary>Skips where there is no apt-get to stand in for.</summary>
internal sealed class DebianFactAttribute : FactAttribute
{
    public DebianFactAttribute()
    {
        if (!File.Exists("/etc/debian_version"))
            Skip = "Needs a Debian system: elsewhere the tool installs nothing by apt-get.";
    }
}
