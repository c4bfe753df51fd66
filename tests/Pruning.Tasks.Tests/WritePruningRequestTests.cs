using Microsoft.Build.Utilities;

namespace Pruning.Tasks.Tests;

public sealed class WritePruningRequestTests
{
    [Theory]
    [InlineData("http://me:secret@cache.example.org/x", "http://***@cache.example.org/x")]
    [InlineData("HTTPS://secret@cache.example.org", "HTTPS://***@cache.example.org")]
    [InlineData("http://cache.example.org/", "http://cache.example.org/")]
    [InlineData("weights/me@home.pt", "weights/me@home.pt")]
    public void A_password_in_an_address_is_not_written_down(string value, string written)
    {
        using var folder = new TestFolder();
        var task = new WritePruningRequest
        {
            RequestFile = folder.PathOf("request.xml"),
            Project = "/src/Detector.pruneproj",
            ModelName = "Detector",
            OutputDirectory = "/src/obj/",
            Settings = [new TaskItem("PruningRemoteCache", new Dictionary<string, string> { ["Value"] = value })],
        };
        Assert.True(task.Execute());
        var request = File.ReadAllText(folder.PathOf("request.xml"));
        Assert.Contains($"Value=\"{written}\"", request, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", request, StringComparison.Ordinal);
    }

    // What it declares counts, and messages name its lines.
    [Theory]
    [InlineData("Gate", true)]
    [InlineData("UnlabeledImages", true)]
    [InlineData("Compile", false)]
    public void An_imported_file_is_a_source_where_it_declares_items_that_the_engine_knows(string type, bool isSource)
    {
        using var folder = new TestFolder();
        File.WriteAllText(
            folder.PathOf("more.props"),
            $"""<Project><ItemGroup><{type} Include="x" /></ItemGroup></Project>"""
        );
        File.WriteAllText(folder.PathOf("a.pruneproj"), """<Project><Import Project="more.props" /></Project>""");
        var task = Asking(folder, "a.pruneproj");
        Assert.True(task.Execute());
        Assert.Equal(isSource ? [folder.PathOf("more.props")] : [], task.Sources.Select(source => source.ItemSpec));
    }

    [Fact]
    public void Items_are_written_by_type_without_what_tells_the_type()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.PathOf("a.pruneproj"), "<Project />");
        var task = Asking(folder, "a.pruneproj");
        task.Items = [Item("Gate", "mAP50", "Minimum"), Item("UnlabeledImages", "a.jpg", "Of")];
        Assert.True(task.Execute());
        var items = System
            .Xml.Linq.XDocument.Load(folder.PathOf("request.xml"))
            .Root!.Elements("Item")
            .Select(item =>
                $"{item.Attribute("Type")!.Value} {item.Attribute("Include")!.Value} "
                + $"{string.Join(' ', item.Elements("Metadata").Select(one => one.Attribute("Name")!.Value))}"
            );
        Assert.Equal(["UnlabeledImages a.jpg Of", "Gate mAP50 Minimum"], items);
    }

    private static TaskItem Item(string type, string include, string metadata) =>
        new(include, new Dictionary<string, string> { ["PruningItemType"] = type, [metadata] = "1" });

    private static WritePruningRequest Asking(TestFolder folder, string project) =>
        new()
        {
            RequestFile = folder.PathOf("request.xml"),
            Project = folder.PathOf(project),
            ModelName = "Detector",
            OutputDirectory = folder.PathOf("obj"),
            ItemTypes =
            [
                new TaskItem("UnlabeledImages", new Dictionary<string, string> { ["NamesFiles"] = "true" }),
                new TaskItem("Gate", new Dictionary<string, string> { ["NamesFiles"] = "false" }),
            ],
        };
}
