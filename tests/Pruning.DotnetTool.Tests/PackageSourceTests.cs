using Pruning.DotnetTool.Projects;
using Pruning.Pipeline;

namespace Pruning.DotnetTool;

public sealed class PackageSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_source_is_needed_where_no_settings_name_it()
    {
        var packages = Directory.CreateDirectory(_folder.PathOf("packages")).FullName;
        var project = _folder.PathOf("projects/new");
        Assert.Equal(packages, PackageSource.NeededIn(project, packages, CancellationToken.None));
        Assert.Null(PackageSource.NeededIn(project, null, CancellationToken.None));

        _folder.Write(
            "projects/nuget.config",
            """<configuration><packageSources><add key="ours" value="../packages" /></packageSources></configuration>"""
        );
        Assert.Null(PackageSource.NeededIn(project, packages, CancellationToken.None));
        Assert.Equal(_folder.PathOf("projects/nuget.config"), PackageSource.ConfigIn(_folder.PathOf("projects")));

        _folder.Write(
            "projects/nuget.config",
            """<configuration><packageSources><add key="ours" value="../packages" /></packageSources><disabledPackageSources><add key="ours" value="true" /></disabledPackageSources></configuration>"""
        );
        Assert.Equal(packages, PackageSource.NeededIn(project, packages, CancellationToken.None));
    }
}
