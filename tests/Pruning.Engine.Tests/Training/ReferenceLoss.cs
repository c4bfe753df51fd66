using System.Text.Json;
using Pruning.Graphs;
using Pruning.Testing;
using Pruning.Yolo;

namespace Pruning.Training;

/// <summary>
/// The original implementation's loss on two pictures: its input, state, and every figure that came out.
/// </summary>
internal sealed class ReferenceLoss
{
    public const int ImageSize = 320;

    public Network Network { get; } = LoadNetwork();

    public byte[] Pixels { get; } = NumpyFile.Read(TestData.PathOf("reference/loss/images_u8.npy")).Content;

    public float[] Targets { get; } = NumpyFile.Read(TestData.PathOf("reference/loss/targets.npy")).Floats;

    public JsonElement Figures { get; } =
        JsonDocument.Parse(File.ReadAllText(TestData.PathOf("reference/loss/loss.json"))).RootElement;

    public static Dictionary<string, NumpyFile> Matches(int level) =>
        NumpyFile.ReadArchive(TestData.PathOf($"reference/loss/targets_layer{level}.npz"));

    private static Network LoadNetwork()
    {
        var state = NumpyFile.ReadArchive(TestData.PathOf("reference/loss/state_dict.npz"));
        var network = YoloArchitecture.Create("yolov5n", ["RBC", "WBC", "Platelets"], seed: 0);
        var parameters = network.Parameters.Select(parameter =>
        {
            var array = state[parameter.Name];
            Assert.Equal(array.Shape, parameter.Shape.AsEnumerable());
            return parameter with { Values = array.Floats };
        });
        return network with { Parameters = new ParameterSet(parameters) };
    }
}
