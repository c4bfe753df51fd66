using Pruning.Diagnostics;
using Pruning.Pipeline.Store;

namespace Pruning.Pipeline;

public sealed class RepeatedWarningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_stage_warned_of_is_said_again_when_its_result_comes_from_the_store()
    {
        var first = Request("");
        var warned = Run(first, first.LocationOf("BaseModel"));
        Assert.Equal(3, Assert.Single(warned).Location!.Value.Line);

        Assert.Equal(warned, Run(first, null));
    }

    [Fact]
    public void It_stands_at_the_line_where_the_project_has_it_today_and_names_today_s_folders()
    {
        var first = Request("");
        Run(first, first.LocationOf("BaseModel"));

        using var elsewhere = new TemporaryFolder();
        var moved = ProjectRequest.Read(
            ProjectFiles.Write(elsewhere, "<!-- one\nmore -->\n" + ProjectFiles.With())
        ) with
        {
            CacheDirectory = first.CacheDirectory,
        };
        var again = Assert.Single(Run(moved, null));

        Assert.Equal((moved.ProjectPath, 5), (again.Location!.Value.File, again.Location!.Value.Line));
        Assert.Contains($"'{elsewhere.PathOf("weights/base.pt")}'", again.Message, StringComparison.Ordinal);
        Assert.Contains($"'{elsewhere.PathOf("data/x.jpg")}'", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_about_an_item_stands_at_the_item_s_line_of_today()
    {
        const string items =
            """<Gate Include="mAP50" Minimum="0.1" /><SparsityTarget Include="Flops" Reduction="30%" />""";
        var first = Request("");
        using var elsewhere = new TemporaryFolder();
        var (here, there) = (
            ProjectFiles.Write(_folder, ProjectFiles.With(items: items)),
            ProjectFiles.Write(elsewhere, "<!-- one\nmore -->\n" + ProjectFiles.With(items: items))
        );
        var asked = ProjectRequest.Read(here) with { CacheDirectory = first.CacheDirectory };
        var moved = ProjectRequest.Read(there) with { CacheDirectory = first.CacheDirectory };

        var target = asked.ItemsOf("SparsityTarget").First().Location;
        Assert.Equal(target, Assert.Single(Run(asked, target)).Location);
        Assert.Equal(target, Assert.Single(Run(asked, null)).Location);
        Assert.Equal(
            target with
            {
                File = moved.ProjectPath,
                Line = target.Line + 2,
            },
            Assert.Single(Run(moved, null)).Location
        );
    }

    [Fact]
    public void The_store_holds_no_folder_of_the_machine()
    {
        var request = Request("");
        Run(request, request.LocationOf("BaseModel"));
        var manifest = File.ReadAllText(
            Directory.GetFiles(_folder.PathOf("cache"), EntryManifest.FileName, SearchOption.AllDirectories).Single()
        );

        Assert.Contains("$(MSBuildProjectDirectory)", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Root, manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_s_place_goes_along()
    {
        var place = new SourceLocation(_folder.PathOf("data/labels/1.txt"), 4, 2);
        Assert.Equal(Run(Request(""), place), Run(Request(""), null));
    }

    [Fact]
    public void A_code_that_this_version_does_not_know_is_left_out() =>
        Assert.Null(
            new StoredDiagnostic("PRUNE9876", "warning", "From the future.", null, null, 0, 0).For(Request(""))
        );

    private ProjectRequest Request(string properties) => ProjectFiles.Request(_folder, ProjectFiles.With(properties));

    private static IReadOnlyList<PruneDiagnostic> Run(ProjectRequest request, SourceLocation? place)
    {
        var said = new DiagnosticList();
        var stage = new FakeStage(StageKind.Import, "w")
        {
            Also = context =>
                context.Diagnostics.Report(
                    PruneDiagnostic.Of(
                        Codes.OtherClasses,
                        $"'{request.ProjectFolder}{Path.DirectorySeparatorChar}weights{Path.DirectorySeparatorChar}base.pt' "
                            + $""
                            + $"and '{Path.Combine(request.ProjectFolder, "data", "x.jpg")}' differ.",
                        place
                    )
                ),
        };
        var runner = new StageRunner(new StageStore(request.CacheDirectory!, said), said, null) { Request = request };
        var outcome = Assert.Single(runner.RunTo([stage], StageKind.Import, CancellationToken.None)).Outcome;
        Assert.Equal(place is null ? StageOutcome.Cached : StageOutcome.Ran, outcome);
        return said.Items;
    }
}
