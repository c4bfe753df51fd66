using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Pruning.Packages.Tests;

public class OnnxRuntimeTests
{
    [Fact]
    public void A_model_runs()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(Doubling(), options);

        var input = new DenseTensor<float>(new[] { 1f, 2f, 3f }, [3]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", input)]);

        Assert.Equal([2, 4, 6], results[0].AsTensor<float>().ToArray());
    }

    [Fact]
    public void What_is_no_model_is_an_OnnxRuntimeException() =>
        Assert.Throws<OnnxRuntimeException>(() => new InferenceSession([1, 2, 3]));

    // y = x + x, as protobuf bytes: ModelProto { ir_version 8, graph, opset_import { version 17 } }.
    private static byte[] Doubling()
    {
        byte[] node = [.. Field(1, "x"), .. Field(1, "x"), .. Field(2, "y"), .. Field(4, "Add")];
        byte[] graph = [.. Field(1, node), .. Field(2, "g"), .. Field(11, Vector("x")), .. Field(12, Vector("y"))];
        return [8, 8, .. Field(7, graph), .. Field(8, [16, 17])];
    }

    // ValueInfoProto of three floats.
    private static byte[] Vector(string name) =>
        [.. Field(1, name), .. Field(2, Field(1, [8, 1, .. Field(2, Field(1, [8, 3]))]))];

    private static byte[] Field(int number, string text) => Field(number, System.Text.Encoding.ASCII.GetBytes(text));

    private static byte[] Field(int number, byte[] content) =>
        [(byte)(number << 3 | 2), (byte)content.Length, .. content];
}
