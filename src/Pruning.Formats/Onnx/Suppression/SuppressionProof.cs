using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Pruning.Diagnostics;
using Pruning.Evaluation;
using Pruning.Onnx.Schema;

namespace Pruning.Onnx.Suppression;

/// <summary>
/// Proves that suppression in a file keeps the boxes that <see cref="NonMaximumSuppression"/> keeps: one run gives raw
/// boxes and kept ones, at the file's own confidence and at none, where every candidate counts.
/// </summary>
internal static class SuppressionProof
{
    /// <exception cref="PruneException">PRUNE6014: a box differs.</exception>
    public static void Verify(byte[] onnx, SuppressionOptions options, string name)
    {
        var model = OnnxFile.Parse(onnx, name);
        var rows = model.Graph.ValueInfo.Single(info => info.Name == OnnxExporter.OutputName(0));
        model.Graph.Output.Add(rows);
        var columns = (int)rows.Type.TensorType.Shape.Dim[2].DimValue;
        var image = model.Graph.Input[0].Type.TensorType.Shape.Dim;
        var (height, width) = ((int)image[2].DimValue, (int)image[3].DimValue);
        var pixels = ProofPictures.Create(height, width);
        var input = new float[3 * height * width];
        foreach (var confidence in ((float[])[options.Confidence, 0]).Distinct())
        {
            if (confidence == 0)
                model.Graph.Initializer.Single(constant => constant.Name == SuppressionNames.Confidence).RawData =
                    ByteString.CopyFrom(new byte[sizeof(float)]);
            using var session = OnnxSessions.Open(model.ToByteArray(), name, threads: 0);
            for (var picture = 0; picture < ProofPictures.Count; picture++)
            {
                for (var i = 0; i < input.Length; i++)
                    input[i] = pixels[(picture * input.Length) + i] / 255f;
                Compare(session, input, [1, 3, height, width], columns, options with { Confidence = confidence }, name);
            }
        }
    }

    private static void Compare(
        InferenceSession session,
        float[] pixels,
        long[] shape,
        int columns,
        SuppressionOptions options,
        string name
    )
    {
        using var image = OrtValue.CreateTensorValueFromMemory(pixels, shape);
        using var run = new RunOptions();
        using var outputs = OnnxSessions.Run(name, () =>
            session.Run(run, [OnnxExporter.InputName], [image], [OnnxExporter.OutputName(0), SuppressionNames.Output])
        );
        var expected = new NonMaximumSuppression(options).Run(
            outputs[0].GetTensorDataAsSpan<float>(),
            columns - Graphs.HeadColumns.CountFor(0)
        );
        var actual = outputs[1].GetTensorDataAsSpan<float>();
        for (var i = 0; i < options.MaximumDetections; i++)
        {
            var kept = actual.Slice(i * SuppressionNames.Columns, SuppressionNames.Columns);
            var box = i < expected.Length ? expected[i] : default;
            if (!kept.SequenceEqual([box.Left, box.Top, box.Right, box.Bottom, box.Confidence, box.ClassIndex]))
                throw new PruneException(
                    Codes.SuppressionNotIncluded,
                    $"Suppression in '{name}' does not keep what suppression outside it keeps: box {i} of "
                        + $"{expected.Length} is [{string.Join(", ", kept.ToArray())}] in the file and {box} outside, "
                        + $"at confidence {options.Confidence}. It was not written, since what ships must be what was "
                        + $"measured. Build with IncludeNms=false, and report it with the model."
                );
        }
    }
}
