using Pruning.Diagnostics;
using Pruning.Evaluation.Gates;
using Pruning.Graphs;
using Pruning.Pipeline.Options;
using Pruning.Pruners;
using Pruning.Training.Sparsity;

namespace Pruning.Pipeline;

public class ProjectOptionsTests
{
    [Fact]
    public void Defaults_are_the_documented_ones()
    {
        var options = Read("");

        Assert.Equal((640, (int?)null, 0), (options.ImageSize, options.Train.BatchSize, options.Import.Seed));
        Assert.Equal((0, 20, 20), (options.Train.Epochs, options.SparseTrain.Epochs, options.FineTune.Epochs));
        Assert.Equal(
            ("auto", null, "taylor", "val", 17),
            (
                options.Device,
                options.Train.Precision,
                options.Prune.Importance.Name,
                options.GateSplit,
                options.Export.Opset
            )
        );
        Assert.Equal(
            ((int?)null, 100, true),
            (options.Train.NominalBatch, options.Train.Patience, options.Train.AutoAnchor)
        );
        Assert.Equal(
            (false, false, false, null),
            (
                options.Train.CosineSchedule,
                options.Train.MultiScale,
                options.Train.ImageWeights,
                options.Recipe.LabelSmoothing
            )
        );
        Assert.Null(options.SparseTrain.Sparsity!.Penalty);
        Assert.Null(options.Prune.ChannelMultiple);
        Assert.Empty(options.Gates);
    }

    [Fact]
    public void An_activation_is_exchanged_where_something_trains_afterwards_and_refused_elsewhere()
    {
        Assert.Null(Read("").Prune.Activation);
        Assert.Equal(ActivationKind.ReLU, Read("<Activation>ReLU</Activation>").Prune.Activation);
        Assert.Equal(ActivationKind.LeakyReLU, Read("<Activation>leaky-relu</Activation>").Prune.Activation);
        const string Untrained = "<SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>";
        var refusal = Assert.Throws<PruneException>(() => Read($"{Untrained}<Activation>relu</Activation>"));
        Assert.Equal(Codes.ContradictoryOptions, refusal.Code);
        Assert.Contains("nothing trains after the cut", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            ActivationKind.ReLU,
            Read($"{Untrained}<ImitationSteps>50</ImitationSteps><Activation>relu</Activation>").Prune.Activation
        );
    }

    [Fact]
    public void Values_are_read_in_any_case_and_with_space_around()
    {
        var options = Read(
            "<ImageSize> 320 "
                + "</ImageSize><Importance>LAMP</Importance><SparsityPenalty>0.001</SparsityPenalty><ChannelMultiple>Auto</ChannelMultiple><Device>CUDA:1</Device>"
        );

        Assert.Equal(
            (320, "lamp", 0.001, null, "cuda:1"),
            (
                options.ImageSize,
                options.Prune.Importance.Name,
                options.SparseTrain.Sparsity!.Penalty,
                options.Prune.ChannelMultiple,
                options.Device
            )
        );
    }

    [Fact]
    public void Items_are_typed()
    {
        var options = Read(
            "",
            """
            <SparsityTarget Include="Flops" Reduction="50%" />
            <SparsityTarget Include="FileSize" Maximum="2 MB" />
            <LayerSparsity Include="model.2" Ratio="0.3" />
            <KeepLayer Include="model.0" />
            <UnlabeledImages Include="pool" />
            <Gate Include="AP50/WBC" Minimum="0.8" MaximumDrop="2%" Severity="Warning" />
            <Gate Include="Latency" Maximum="15 ms" />
            <Gate Include="Recall/WBC" Minimum="0.8" Confidence="40%" />
            """
        );

        Assert.Equal(
            [(TargetMetric.Flops, 0.5, null), (TargetMetric.FileSize, null, 2e6), (TargetMetric.Parameters, 0.4, null)],
            options.Prune.Targets.Select(target => (target.Metric, target.Reduction, target.Maximum))
        );
        Assert.Equal(0.3, Assert.Single(options.Prune.LayerSparsities).Ratio);
        Assert.Equal("model.0", Assert.Single(options.Prune.KeepLayers).Layers.Text);
        Assert.Equal(
            ("pool", 11),
            (
                Path.GetFileName(Assert.Single(options.DataReading.Unlabeled).Path),
                options.DataReading.Unlabeled[0].Location.Line
            )
        );
        var gate = options.Gates[0];
        Assert.Equal(
            (GateMetricKind.ClassAp50, "WBC", 0.8, 0.02, DiagnosticSeverity.Warning),
            (gate.Metric.Kind, gate.Metric.ClassName, gate.Minimum, gate.MaximumDrop, gate.Severity)
        );
        Assert.Equal(15, options.Gates[1].Maximum);
        Assert.Equal("Recall/WBC at confidence 0.4", options.Gates[2].Metric.Name);
    }

    [Theory]
    [InlineData("<ImitationSteps>0</ImitationSteps>", "ImitationSteps is 0")]
    [InlineData("<Reconstruct>false</Reconstruct>", "Reconstruct is false")]
    [InlineData("<Granularity>weight</Granularity>", "Granularity is 'weight'")]
    [InlineData("<SparseEpochs>0</SparseEpochs><FineTuneEpochs>0</FineTuneEpochs>", "nothing is trained")]
    public void Pictures_to_imitate_on_are_refused_where_nothing_imitates(string properties, string why) =>
        Assert.Contains(
            why,
            Refused(Codes.ContradictoryOptions, properties, """<UnlabeledImages Include="pool" />""", line: 7),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_knob_overrides_the_severity_of_every_gate() =>
        Assert.Equal(
            DiagnosticSeverity.Warning,
            Read("<PruningGateSeverity>warning</PruningGateSeverity>", """<Gate Include="mAP50" Minimum="0.5" />""")
                .Gates[0]
                .Severity
        );

    [Theory]
    [InlineData("<Granularity>layer</Granularity><Importance>l1</Importance>")]
    [InlineData("<Granularity>weight</Granularity><SparseEpochs>5</SparseEpochs>")]
    [InlineData("<Granularity>layer</Granularity><ChannelMultiple>8</ChannelMultiple>")]
    [InlineData("<Granularity>layer</Granularity><Schedule>iterative</Schedule><PruneSteps>2</PruneSteps>")]
    [InlineData("<Schedule>sensitivity</Schedule><SparseEpochs>5</SparseEpochs>")]
    [InlineData("<Granularity>weight</Granularity><Schedule>sensitivity</Schedule>")]
    [InlineData("<PenaltySchedule>falling</PenaltySchedule>")] // of a weight that nobody gave
    [InlineData("<Schedule>gradual</Schedule><SparsityPenalty>0.01</SparsityPenalty>")]
    [InlineData("<Schedule>gradual</Schedule><SparseEpochs>0</SparseEpochs>")]
    [InlineData("<Granularity>layer</Granularity><Schedule>gradual</Schedule>")]
    [InlineData("<Schedule>early</Schedule><SparsityPenalty>0.01</SparsityPenalty>")]
    [InlineData("<Schedule>early</Schedule><SparseEpochs>0</SparseEpochs>")]
    [InlineData("<Schedule>early</Schedule><SparsityRegularizer>groups</SparsityRegularizer>")]
    [InlineData("<Granularity>2:4</Granularity>")] // whose target is in the project that all share
    public void What_has_no_say_at_a_granularity_is_refused(string property) =>
        Refused(
            Codes.ContradictoryOptions,
            property,
            "",
            line: property.Contains("2:4", StringComparison.Ordinal) ? 8 : 6
        );

    [Theory]
    [InlineData("", PruningSchedule.Early)]
    [InlineData("<Schedule>early</Schedule>", PruningSchedule.Early)]
    [InlineData("<SparsityRegularizer>groups</SparsityRegularizer>", PruningSchedule.Gradual)]
    [InlineData("<Schedule>gradual</Schedule>", PruningSchedule.Gradual)]
    [InlineData("<Schedule>one-shot</Schedule>", PruningSchedule.OneShot)]
    [InlineData("<SparsityPenalty>0.01</SparsityPenalty>", PruningSchedule.OneShot)]
    [InlineData("<SparseEpochs>0</SparseEpochs>", PruningSchedule.OneShot)]
    [InlineData("<Granularity>weight</Granularity>", PruningSchedule.OneShot)]
    [InlineData("<Schedule>iterative</Schedule><PruneSteps>2</PruneSteps>", PruningSchedule.OneShot)]
    public void Channels_go_before_sparse_training_where_it_chooses_its_penalty(
        string property,
        PruningSchedule schedule
    ) => Assert.Equal(schedule, Read(property).SparseTrain.Sparsity!.Schedule);

    [Fact]
    public void What_removes_no_channels_prepares_none() =>
        Assert.Equal(
            (0, "weight", 20),
            (
                Read("<Granularity>weight</Granularity>").SparseTrain.Epochs,
                Read("<Granularity>Weight</Granularity>").Prune.Granularity.Name,
                Read("").SparseTrain.Epochs
            )
        );

    [Fact]
    public void Integers_need_an_opset_that_has_scales_a_channel()
    {
        Assert.Null(Read("").Quantize);
        var asked = new QuantizeOptions(64, 0) { Budget = 0.005, Split = "val" };
        Assert.Equal(asked, Read("<Quantization>int8</Quantization>").Quantize);
        Assert.Equal(asked with { MayStayFloat = true }, Read("<Quantization>auto</Quantization>").Quantize);
        Refused(
            Codes.ContradictoryOptions,
            "<Quantization>int8</Quantization><OnnxOpset>12</OnnxOpset>",
            "OnnxOpset is 12",
            line: 6
        );
    }

    [Theory]
    [InlineData("<ImageSize>big</ImageSize>", "whole number from 32 to 4096")]
    [InlineData("<ImageSize>16</ImageSize>", "'16'")]
    [InlineData("<SparseEpochs>-1</SparseEpochs>", "'-1'")]
    [InlineData("<Importance>bn-scal</Importance>", "Did you mean 'bn-scale'?")]
    [InlineData("<Precision>fp16</Precision>", "'fp32'")]
    [InlineData("<Device>gpu</Device>", "'cuda'")]
    [InlineData("<IncludeNms>yes</IncludeNms>", "true or false")]
    [InlineData("<SparsityPenalty>NaN</SparsityPenalty>", "'auto' or a number")]
    [InlineData("<GateSplit>tset</GateSplit>", "Did you mean 'test'?")]
    [InlineData("<LearningRateSchedule>cosin</LearningRateSchedule>", "Did you mean 'cosine'?")]
    [InlineData("<LabelSmoothing>2</LabelSmoothing>", "'auto' or a number from 0 to 1")]
    [InlineData("<Patience>-1</Patience>", "whole number from 0")]
    [InlineData("<NominalBatch>0</NominalBatch>", "whole number from 1")]
    [InlineData("<MultiScale>on</MultiScale>", "true or false")]
    [InlineData("<PruningRemoteCache>cache.example.org</PruningRemoteCache>", "http or https address")]
    [InlineData("<PruningRemoteCache>ftp://example.org/</PruningRemoteCache>", "'ftp://example.org/'")]
    [InlineData("<PruningRemoteCache>/mnt/cache</PruningRemoteCache>", "http or https address")]
    [InlineData("<PruningRemoteCacheTimeout>0</PruningRemoteCacheTimeout>", "whole number from 1 to 600")]
    public void A_value_that_is_none_is_refused_with_what_would_be(string property, string says) =>
        Assert.Contains(says, Refused(Codes.InvalidValue, property, "", line: 6), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://me:secret@example.org/cache", "http://***@example.org/cache")]
    [InlineData("https://secret@example.org", "https://***@example.org")]
    [InlineData("http://me:se/cret@example.org/", "http://***@example.org/")]
    [InlineData("http://me:a@secret@example.org/", "http://***@example.org/")]
    [InlineData("me:secret@example.org", "***@example.org")]
    [InlineData("http://example.org/?token=secret", "http://example.org/?***")]
    [InlineData("http://example.org/#secret", "http://example.org/?***")]
    public void A_password_in_an_address_is_refused_and_not_repeated(string address, string shown)
    {
        var message = Refused(Codes.InvalidValue, $"<PruningRemoteCache>{address}</PruningRemoteCache>", "", line: 6);
        Assert.Contains($"'{shown}'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.DoesNotContain("cret@", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<AccuracyBudget>0.01</AccuracyBudget>")]
    [InlineData("<CalibrationImages>8</CalibrationImages>")]
    [InlineData("<QuantizeAwareEpochs>1</QuantizeAwareEpochs>")]
    public void What_only_integers_ask_for_is_refused_where_the_model_stays_in_floats(string property)
    {
        var message = Refused(Codes.ContradictoryOptions, property, "", line: 6);
        Assert.Contains("Quantization", message, StringComparison.Ordinal);
        Read(property + "<Quantization>auto</Quantization>");
    }

    [Fact]
    public void A_remote_cache_is_read_only_unless_it_is_asked_for()
    {
        var remote = Read("<PruningRemoteCache>https://example.org/team</PruningRemoteCache>").RemoteCache!;
        Assert.Equal(
            (new Uri("https://example.org/team/"), false, TimeSpan.FromSeconds(10), 6),
            (remote.Address, remote.Push, remote.Timeout, remote.Location.Line)
        );
        Assert.True(
            Read(
                "<PruningRemoteCache>http://localhost:8080/</PruningRemoteCache><PruningRemoteCachePush>true</PruningRemoteCachePush>"
            ).RemoteCache!.Push
        );
        Assert.Null(Read("").RemoteCache);
        Refused(Codes.ContradictoryOptions, "<PruningRemoteCachePush>true</PruningRemoteCachePush>", "", line: 6);
    }

    [Theory]
    [InlineData("""<SparsityTarget Include="Flops" />""", "neither")]
    [InlineData("""<SparsityTarget Include="Flops" Reduction="50%" Maximum="1 G" />""", "both")]
    [InlineData("""<SparsityTarget Include="Flop" Reduction="50%" />""", "Did you mean 'Flops'?")]
    [InlineData("""<SparsityTarget Include="2" Reduction="50%" />""", "is no target")]
    [InlineData("""<LayerSparsity Include="model.2" />""", "Ratio")]
    [InlineData("""<Gate Include="mAP50" Minimum="0.5" Confidence="0.3" />""", "would be ignored")]
    [InlineData("""<Gate Include="F1" Minimum="0.5" Confidence="30" />""", "outside 0 to 1")]
    [InlineData("""<Gate Include="mAP50" />""", "no bound")]
    [InlineData("""<Gate Include="mAP" Minimum="0.5" />""", "is no metric")]
    [InlineData("""<Gate Include="mAP50-59" Minimum="0.5" />""", "Did you mean 'mAP50-95'?")]
    [InlineData("""<Gate Include="mAP50" Minimum="50" />""", "outside 0 to 1")]
    [InlineData("""<Gate Include="FileSize" MaximumDrop="0.1" />""", "only accuracies")]
    [InlineData("""<Gate Include="Flops" Minimum="2 G" Maximum="1 G" />""", "nothing passes")]
    public void An_incomplete_or_contradictory_item_is_refused(string item, string says) =>
        Assert.Contains(says, Refused(Codes.InvalidItem, "", item, line: 7), StringComparison.Ordinal);

    [Fact]
    public void A_bound_that_is_no_number_is_refused_rather_than_never_met() =>
        Assert.Contains(
            "a size such as 2 MB",
            Refused(Codes.InvalidValue, "", """<Gate Include="FileSize" Maximum="2 ms" />""", line: 7),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""<Gate Include="mAP50" Minimun="0.5" />""", "Did you mean 'Minimum'?")]
    [InlineData("""<KeepLayer Include="model.0" Ratio="0.5" />""", "it takes none")]
    [InlineData("""<SparsityTarget Include="Flops" Reducton="50%" />""", "Did you mean 'Reduction'?")]
    public void Unknown_metadata_is_refused(string item, string says) =>
        Assert.Contains(says, Refused(Codes.UnknownMetadata, "", item, line: 7), StringComparison.Ordinal);

    [Fact]
    public void An_accuracy_drop_can_decide_the_size()
    {
        Assert.Null(Read("").Goal);
        var options = Read("", """<SparsityTarget Include="maximumdrop" Value="1%" Metric="latency" />""");
        Assert.Equal(
            (0.01, TargetMetric.Latency, 7),
            (options.Goal!.MaximumDrop, options.Goal.Metric, options.Goal.Location!.Value.Line)
        );
        Assert.Single(options.Prune.Targets);
    }

    [Theory]
    [InlineData("""<SparsityTarget Include="MaximumDrop" />""", "has no Value")]
    [InlineData("""<SparsityTarget Include="MaximumDrop" Value="2" />""", "above 1")]
    [InlineData("""<SparsityTarget Include="MaximumDrop" Value="0.1" Reduction="50%" />""", "has a Reduction")]
    [InlineData("""<SparsityTarget Include="MaximumDrop" Value="0.1" Metric="Flop" />""", "Did you mean 'Flops'?")]
    [InlineData("""<SparsityTarget Include="Flops" Value="0.1" />""", "has a Value")]
    [InlineData(
        """<SparsityTarget Include="MaximumDrop" Value="0.1" /><SparsityTarget Include="MaximumDrop" Value="0.2" />""",
        "two SparsityTargets"
    )]
    public void A_drop_that_makes_no_sense_is_refused(string items, string says) =>
        Assert.Contains(says, Refused(Codes.InvalidItem, "", items, line: 7), StringComparison.Ordinal);

    [Theory]
    [InlineData("<Schedule>iterative</Schedule>", "at least 2 steps")]
    [InlineData("<PruneSteps>3</PruneSteps>", "remove PruneSteps")]
    public void A_schedule_and_its_steps_agree(string property, string says) =>
        Assert.Contains(says, Refused(Codes.ContradictoryOptions, property, "", line: 6), StringComparison.Ordinal);

    [Fact]
    public void Each_round_needs_an_epoch() =>
        Refused(
            Codes.ContradictoryOptions,
            "<PruneSteps>3</PruneSteps><Schedule>iterative</Schedule><FineTuneEpochs>2</FineTuneEpochs>",
            "",
            line: 6
        );

    [Fact]
    public void A_latency_is_asked_for_in_milliseconds_or_as_a_share()
    {
        var options = Read(
            "",
            """<SparsityTarget Include="Latency" Maximum="0.01 s" /><SparsityTarget Include="Latency" Reduction="40%" />"""
        );
        Assert.Equal(
            [(TargetMetric.Latency, null, 10.0), (TargetMetric.Latency, 0.4, null)],
            options
                .Prune.Targets.Where(target => target.Metric == TargetMetric.Latency)
                .Select(target => (target.Metric, target.Reduction, target.Maximum))
        );
    }

    [Fact]
    public void Required_properties_are_required()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(
            folder,
            "<Project><PropertyGroup><Dataset>data/data.yaml</Dataset></PropertyGroup></Project>"
        );

        Assert.Equal(
            Codes.MissingProperty,
            Assert.Throws<PruneException>(() => ProjectOptions.Read(request, new DiagnosticList())).Code
        );
    }

    [Fact]
    public void A_project_without_a_target_is_refused()
    {
        using var folder = new TemporaryFolder();
        var project = ProjectFiles.With().Replace("SparsityTarget", "Other", StringComparison.Ordinal);

        Assert.Equal(
            Codes.NoTarget,
            Assert
                .Throws<PruneException>(() =>
                    ProjectOptions.Read(ProjectFiles.Request(folder, project), new DiagnosticList())
                )
                .Code
        );
    }

    [Fact]
    public void A_missing_file_is_named_in_full()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(folder, ProjectFiles.With("<Hyperparameters>hyp.yaml</Hyperparameters>"));

        var refusal = Assert.Throws<PruneException>(() => ProjectOptions.Read(request, new DiagnosticList()));

        Assert.Equal(Codes.MissingFile, refusal.Code);
        Assert.Contains(folder.PathOf("hyp.yaml"), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(6, refusal.Diagnostic.Location!.Value.Line);
    }

    [Fact]
    public void A_bare_name_is_an_architecture()
    {
        using var folder = new TemporaryFolder();
        var request = ProjectFiles.Request(folder, ProjectFiles.With("<BaseModel>yolov5n</BaseModel>"));

        var options = ProjectOptions.Read(request, new DiagnosticList());

        Assert.Equal(("yolov5n", (string?)null), (options.Import.Architecture, options.Import.File));
    }

    [Fact]
    public void Official_weights_need_not_be_on_disk_yet_but_a_path_must()
    {
        var options = Read("<BaseModel>yolov5x6.pt</BaseModel>");
        Assert.Equal(("yolov5x6.pt", (string?)null), (options.Import.Architecture, options.Import.File));
        var refusal = Assert.Throws<PruneException>(() => Read("<BaseModel>models/yolov5x6.pt</BaseModel>"));
        Assert.Equal(Codes.MissingFile, refusal.Code);
        Assert.Contains("'yolov5x6.pt' alone", refusal.Message, StringComparison.Ordinal);
    }

    private static ProjectOptions Read(string properties, string items = "", IDiagnosticSink? sink = null)
    {
        using var folder = new TemporaryFolder();
        return ProjectOptions.Read(
            ProjectFiles.Request(folder, ProjectFiles.With(properties, items)),
            sink ?? new DiagnosticList()
        );
    }

    private static string Refused(DiagnosticCode code, string properties, string items, int line)
    {
        var refusal = Assert.Throws<PruneException>(() => Read(properties, items));
        Assert.Equal(code, refusal.Code);
        Assert.Equal(line, refusal.Diagnostic.Location!.Value.Line);
        return refusal.Message;
    }
}
