using System.Collections.Immutable;
using Pruning.Diagnostics;
using Pruning.Graphs;

namespace Pruning.Pipeline.Options;

/// <summary>The activation of the pruned network.</summary>
internal static class ActivationChoice
{
    internal const string Auto = "auto";
    private const string Keep = "keep";
    private const string Relu = "relu";
    private const string LeakyRelu = "leaky-relu";

    /// <summary>The option's values.</summary>
    public static ImmutableArray<Choice> Choices { get; } =
    [
        new(Keep, "the base model's"),
        new(Relu, "max(x, 0)"),
        new(LeakyRelu, "x above 0, a tenth of x below"),
        new(
            Auto,
            $"{Relu} where Quantization is not none and training is expected to bring back what the exchange takes, "
                + $"else {Keep}"
        ),
    ];

    /// <summary>What <c>auto</c> may take.</summary>
    public const ActivationKind Tried = ActivationKind.ReLU;

    /// <summary>Whether the build is to find out whether an exchange costs too much.</summary>
    public static bool IsOpen(ProjectRequest request, ProjectOptions options) =>
        OptionCatalogue.Activation.Read(request) == Auto && options is { TrainsPruned: true, Quantize: not null };

    /// <returns>Null keeps what the network has, or leaves it open.</returns>
    /// <exception cref="PruneException">
    /// PRUNE0110: nothing trains after the cut, and a network whose activations were exchanged has to learn again.
    /// </exception>
    public static ActivationKind? Read(ProjectRequest request, ProjectOptions options)
    {
        var choice = OptionCatalogue.Activation.Read(request);
        if (choice is Keep or Auto)
            return null;
        if (!options.TrainsPruned && !(OptionCatalogue.ImitationSteps.Read(request) > 0))
            throw new PruneException(
                Codes.ContradictoryOptions,
                $"{OptionCatalogue.Activation.Name} is '{choice}', and nothing trains after the cut: "
                    + $"{OptionCatalogue.SparseEpochs.Name} and {OptionCatalogue.FineTuneEpochs.Name} are 0. Exchanged "
                    + "activations change all that the network computes, and it would have to learn it again. Let it "
                    + $"train, or set {OptionCatalogue.Activation.Name} to '{Keep}'.",
                request.LocationOf(OptionCatalogue.Activation.Name)
            );
        return choice == Relu ? ActivationKind.ReLU : ActivationKind.LeakyReLU;
    }

    /// <summary>As a project spells it.</summary>
    public static string NameOf(ActivationKind? kind) =>
        kind switch
        {
            ActivationKind.ReLU => Relu,
            ActivationKind.LeakyReLU => LeakyRelu,
            _ => Keep,
        };
}
