using Pruning.Pipeline.Options;
using Pruning.Testing;

namespace Pruning.Pipeline;

public class OptionCatalogueTests
{
    [Fact]
    public void Every_default_is_a_value_that_its_option_takes()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(folder, ProjectFiles.With());

        Assert.All(OptionCatalogue.All, option => option.Check(request));
    }

    [Fact]
    public void Every_option_is_in_the_list()
    {
        var fields = typeof(OptionCatalogue)
            .GetFields()
            .Where(field => field.FieldType.IsSubclassOf(typeof(ProjectOption)));
        Assert.Equal(fields.Select(field => field.GetValue(null)), OptionCatalogue.All);
    }

    /// <summary>Set PRUNING_WRITE_DOCS=1 to write the page anew.</summary>
    [Fact]
    public void The_reference_page_is_the_catalogue_s()
    {
        var page = Path.Combine(SourceTree.Root, "docs", "project-file.md");
        if (Environment.GetEnvironmentVariable("PRUNING_WRITE_DOCS") == "1")
            File.WriteAllText(page, OptionHelp.Markdown());

        Assert.Equal(OptionHelp.Markdown(), File.ReadAllText(page));
    }
}
