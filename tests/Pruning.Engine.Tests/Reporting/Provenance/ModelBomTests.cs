using System.Text.Json.Nodes;
using Pruning.Signing;

namespace Pruning.Reporting.Provenance;

public sealed class ModelBomTests
{
    private static readonly ModelOrigin Origin = new(
        "0.1.0",
        [
            new("base model", "yolov5n.pt", new string('b', 64)),
            new("dataset description", "data.yaml", new string('d', 64)),
        ],
        [new("train", 205, new string('1', 64)), new("val", 87, new string('2', 64))],
        [new("TorchSharp", "0.107.0", new string('5', 128)), new("Unlisted", "1.0", null)]
    );

    private static RunReport Report { get; } =
        Reports.Run with
        {
            Project = "models/Detector.pruneproj",
            Model = Reports.Run.Model with { Summary = Reports.Slim with { Sha256 = new string('a', 64) } },
        };

    [Fact]
    public Task Beside_the_model_it_has_all_that_the_report_says() => Verify(ModelBom.Beside(Report, Origin));

    [Fact]
    public Task In_the_file_it_has_what_does_not_depend_on_the_file() =>
        Verify(
            JsonNode.Parse(ModelBom.Inside("Detector", Report.Model, Origin))!.ToJsonString(Storage.ReportJson.Options)
        );

    [Fact]
    public Task The_provenance_names_what_was_asked_and_what_was_used() =>
        Verify(
            JsonNode
                .Parse(
                    BuildProvenance.Write(
                        Report with
                        {
                            Settings = Report
                                .Settings.Add("BaseModel", Path.GetFullPath("/somewhere/yolov5n.pt"))
                                .Add("PruningSigningKey", "secret.pem"),
                        },
                        Origin,
                        [("Detector.onnx", new string('a', 64)), ("Detector.onnx.cdx.json", new string('c', 64))]
                    )
                )!
                .ToJsonString(Storage.ReportJson.Options)
        );

    [Fact]
    public void Both_are_valid_by_the_schema_also_where_little_is_known()
    {
        Assert.Empty(CycloneDxSchema.Problems(ModelBom.Beside(Report, Origin)));
        Assert.Empty(CycloneDxSchema.Problems(ModelBom.Inside("Detector", Report.Model, Origin)));
        var bare = new ModelOrigin("0.1.0", [new("base model", "yolov5n", null)], [], []);
        Assert.Empty(CycloneDxSchema.Problems(ModelBom.Inside("Detector", Report.Model, bare)));
        // Or the schema says yes to anything.
        Assert.NotEmpty(
            CycloneDxSchema.Problems(
                ModelBom.Beside(Report, Origin).Replace("machine-learning-model", "model", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void The_same_content_has_the_same_number_and_another_another()
    {
        Assert.Equal(ModelBom.Beside(Report, Origin), ModelBom.Beside(Report, Origin));
        Assert.NotEqual(Serial(Origin), Serial(Origin with { Engine = "0.2.0" }));

        static string Serial(ModelOrigin origin) =>
            (string)JsonNode.Parse(ModelBom.Beside(Report, origin))!["serialNumber"]!;
    }
}
