using System.Globalization;
using Pruning.Graphs.Import;
using Pruning.Storage;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pruning.Checkpoints.StateDicts;

/// <summary>
/// YOLOv5's model yaml beside a file of bare weights (<c>best.yaml</c> for <c>best.pt</c>): the keys <c>activation</c>,
/// <c>anchors</c> and <c>nc</c> count, others are left alone.
/// </summary>
internal static class ModelYaml
{
    private const long MaximumBytes = 1 << 20;
    private const int MostLevels = 16;

    /// <summary>The yaml that belongs to a file, whether it is there or not.</summary>
    public static string PathFor(string model) => Path.ChangeExtension(model, ".yaml");

    public static ModelFacts Beside(string model)
    {
        var path = PathFor(model);
        var file = new FileInfo(path);
        if (path == model || !file.Exists)
            return ModelFacts.None;
        try
        {
            if (file.Length > MaximumBytes)
                throw CheckpointErrors.NotYolo(
                    model,
                    $"its description '{file.Name}' has {file.Length} bytes, and a model's has a few thousand"
                );
            return Parse(model, new CheckedYamlParser(Utf8File.Read(path)));
        }
        catch (YamlException failure)
        {
            throw CheckpointErrors.NotYolo(
                model,
                $"its description '{file.Name}' is no yaml: line {failure.Start.Line}, "
                    + $"{CheckpointErrors.Quote(failure.InnerException?.Message ?? failure.Message)}"
            );
        }
        catch (TextEncodingException failure)
        {
            throw CheckpointErrors.NotYolo(model, $"its description '{file.Name}' cannot be read: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CheckpointErrors.NotReadable(path, failure.Message, failure);
        }
    }

    private static ModelFacts Parse(string model, IParser parser)
    {
        var facts = ModelFacts.None;
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _))
            return facts;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.TryConsume<Scalar>(out var name) ? name.Value : SkipKey(parser);
            if (key == "activation" && parser.TryConsume<Scalar>(out var activation))
                facts = facts with { Activation = ModelFacts.ActivationOf(model, activation.Value) };
            else if (key == "anchors" && parser.Accept<SequenceStart>(out _))
                facts = facts with { Anchors = ModelFacts.AnchorsOf(model, Levels(model, parser)) };
            else if (key == "nc" && parser.TryConsume<Scalar>(out var count))
                facts = facts with
                {
                    Classes = int.TryParse(
                        count.Value,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var classes
                    )
                        ? classes
                        : throw CheckpointErrors.NotYolo(
                            model,
                            $"its description says 'nc: {CheckpointErrors.Quote(count.Value)}', which is no "
                                + $"number of classes"
                        ),
                };
            else
                parser.SkipThisAndNestedEvents();
        }

        return facts;
    }

    private static string SkipKey(IParser parser)
    {
        parser.SkipThisAndNestedEvents();
        return "";
    }

    private static List<List<double?>> Levels(string model, IParser parser)
    {
        var levels = new List<List<double?>>();
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (levels.Count == MostLevels || !parser.TryConsume<SequenceStart>(out _))
                throw CheckpointErrors.NotYolo(model, "its description lists anchors that are no list a level");
            var sizes = new List<double?>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                sizes.Add(
                    parser.TryConsume<Scalar>(out var size)
                    && double.TryParse(size.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : throw CheckpointErrors.NotYolo(model, "its description lists an anchor that is no number")
                );
            levels.Add(sizes);
        }

        return levels;
    }
}
