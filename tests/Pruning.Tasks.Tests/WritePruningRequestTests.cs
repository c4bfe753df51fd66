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
}
