using System.Collections.Immutable;
using System.Globalization;
using Pruning.Data;
using Pruning.Diagnostics;
using Pruning.Pipeline.Options;
using Pruning.Pipeline.Search;
using Pruning.Pipeline.Stages;
using Pruning.Training;

namespace Pruning.Pipeline.Tuning;

/// <summary>A project as a trial has it: with other values, and with shorter trainings.</summary>
internal sealed class TrialProject(ProjectInputs project)
{
    private static readonly ImmutableArray<(IntegerOption Option, Func<ProjectOptions, int> Epochs)> Lengths =
    [
        (OptionCatalogue.TrainEpochs, options => options.Train.Epochs),
        (OptionCatalogue.SparseEpochs, options => options.SparseTrain.Epochs),
        (OptionCatalogue.FineTuneEpochs, options => options.FineTune.Epochs),
        (OptionCatalogue.QuantizeAwareEpochs, options => options.QuantizeAware?.Epochs ?? 0),
    ];

    public ProjectInputs Inputs => project;

    /// <summary>Epochs of the project's longest training.</summary>
    public int LongestTraining => Lengths.Max(length => length.Epochs(project.Options));

    /// <summary>Epochs of all trainings, for a share of the project's.</summary>
    public int EpochsAt(double share) => Lengths.Sum(length => Scaled(length, share));

    /// <summary>A parameter's value in the project, or the default; null for none.</summary>
    public string? ValueOf(string name) =>
        ParameterKind.Find(name) switch
        {
            { Key: { } key } => NumberRange.Text(
                key.Get((project.Outside.Hyperparameters, project.Outside.Augmentation))
            ),
            { Option: { } option } => project.Request.Find(name)?.Value ?? option.Default,
            _ => null,
        };

    /// <summary>The project of a trial.</summary>
    /// <param name="share">Of each training's epochs; a training keeps one at least.</param>
    /// <exception cref="PruneException">Values that do not go together.</exception>
    public ProjectInputs With(ImmutableSortedDictionary<string, string> values, double share)
    {
        var request = project.Request with
        {
            Settings = project.Request.Settings.AddRange(OptionsOf(values)).AddRange(Shortened(share)),
        };
        // What there is to be said of the project has been said of the whole.
        var options = ProjectOptions.Read(request, new DiagnosticList()) with { Import = project.Options.Import };
        var (training, images) = Recipe(values);
        return project with
        {
            Options = options,
            // Its file has been read into them.
            Outside = (project.Outside with { Hyperparameters = training, Augmentation = images }).With(
                options.Recipe with
                {
                    File = null,
                }
            ),
        };
    }

    /// <summary>The hyper-parameters of a trial.</summary>
    public (Hyperparameters Training, AugmentationOptions Images) Recipe(
        ImmutableSortedDictionary<string, string> values
    ) =>
        values.Aggregate((project.Outside.Hyperparameters, project.Outside.Augmentation), (recipe, value) =>
            ParameterKind.Find(value.Key)?.Key is { } key
                ? key.Set(recipe, double.Parse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture))
                : recipe
        );

    /// <summary>
    /// The steps of a trial. One that trains for less than the whole time is not compared with its baseline.
    /// </summary>
    public static IReadOnlyList<IStage> Stages(ProjectInputs inputs, bool isWhole) =>
        [
            .. TrialAccuracy
                .Stages(inputs)
                .Where(stage => isWhole || stage.Name is not (StepNames.ExportBaseline or StepNames.EvaluateBaseline)),
        ];

    private IEnumerable<ProjectSetting> OptionsOf(ImmutableSortedDictionary<string, string> values) =>
        values
            .Where(value => ParameterKind.Find(value.Key)?.Option is not null)
            .Select(value => Setting(value.Key, value.Value));

    private IEnumerable<ProjectSetting> Shortened(double share) =>
        share.Equals(1.0)
            ? []
            : Lengths
                .Where(length => length.Epochs(project.Options) > 0)
                .Select(length =>
                    Setting(length.Option.Name, Scaled(length, share).ToString(CultureInfo.InvariantCulture))
                );

    // Each round of pruning and fine-tuning needs one.
    private int Scaled((IntegerOption Option, Func<ProjectOptions, int> Epochs) length, double share)
    {
        var whole = length.Epochs(project.Options);
        var least = length.Option == OptionCatalogue.FineTuneEpochs ? project.Options.Rounds.Length : 1;
        return whole == 0
            ? 0
            : Math.Max(Math.Min(least, whole), (int)Math.Round(whole * share, MidpointRounding.AwayFromZero));
    }

    private ProjectSetting Setting(string name, string value) => new(name, value, project.Request.LocationOf(name));
}
