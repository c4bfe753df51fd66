using System.CommandLine;
using Pruning.Diagnostics;
using Pruning.Pipeline;
using Pruning.Pipeline.Options;

namespace Pruning.DotnetTool.Commands;

/// <summary>What <c>finetune</c> takes beyond <c>train</c>: a teacher to imitate, and zeros to keep.</summary>
internal sealed class TeacherArguments
{
    private readonly Option<string> _distillation;

    /// <param name="options">Takes those that stand for properties.</param>
    public TeacherArguments(RequestOptions options)
    {
        options.Add(
            OptionCatalogue.Teacher,
            new Option<string>("--teacher")
            {
                Description =
                    "A checkpoint to imitate beside the labels, of the same classes, strides and anchors: "
                    + "usually what was pruned.",
                HelpName = "model",
            }
        );
        _distillation = options.Add(
            OptionCatalogue.Distillation,
            CatalogueOptions.Of(OptionCatalogue.Distillation, "--distillation", "name")
        );
        _distillation.Description =
            "What of the teacher is imitated: output, or feature, which adds its feature maps at the head's "
            + "inputs. [default: output with --teacher]";
        options.Add(OptionCatalogue.DistillationOutputWeight, "--distillation-output-weight", "number");
        options.Add(OptionCatalogue.DistillationFeatureWeight, "--distillation-feature-weight", "number");
        options.Add(OptionCatalogue.DistillationTemperature, "--distillation-temperature", "number");
    }

    public Option<bool> KeepZeros { get; } =
        new("--keep-zeros")
        {
            Description =
                "Convolution weights that are zero at the start stay zero: for what 'prune --granularity weight' "
                + "or '2:4' made.",
        };

    /// <summary>What is imitated, if anything.</summary>
    /// <exception cref="PruneException">
    /// PRUNE0110: an option that would be ignored, or weights that teach nothing; PRUNE0101: no teacher.
    /// </exception>
    public DistillationChoice? Read(ProjectRequest request)
    {
        var teacher = request.Find(OptionCatalogue.Teacher.Name);
        if (request.Find(OptionCatalogue.Distillation.Name) is null)
            request = request with
            {
                Settings = request.Settings.Add(
                    new(OptionCatalogue.Distillation.Name, teacher is null ? "none" : "output", request.Location)
                ),
            };
        var choice = DistillationChoice.Read(request, teacher?.Value);
        return choice is null || teacher is not null
            ? choice
            : throw new PruneException(
                Codes.MissingProperty,
                "Distillation is asked for, and there is no teacher: a project has its baseline, a single "
                    + "fine-tuning does not. Give --teacher, or leave --distillation out.",
                new SourceLocation(_distillation.Name)
            );
    }
}
