using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;

namespace Pruning.Runtime;

/// <summary>
/// Finds objects in pictures with a model that a build has made, as the build measured it: letterbox, ONNX Runtime,
/// decoding, suppression. Any number of threads may use one; each picture is looked at on the thread that asks, and by
/// as many more as the session's options say.
/// </summary>
public sealed class Detector : IDisposable
{
    private const float UsualConfidence = 0.25f;

    private readonly InferenceSession _session;
    private readonly ModelContract _contract;
    private readonly DetectorOptions _options;
    private readonly ConcurrentBag<Lane> _idle = [];
    private volatile bool _disposed;

    /// <param name="model">The ONNX file's bytes.</param>
    /// <exception cref="DetectorException">
    /// PRUNE7502: a model of another kind. PRUNE7503: session options with which this one is slow. PRUNE7508: options that
    /// the suppression in the file does not follow.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is no share of 1, or no number of boxes.</exception>
    public Detector(byte[] model, DetectorOptions? options = null)
        : this(model, null, options) { }

    /// <param name="signature">Its signature's bytes, which <see cref="DetectorOptions.RequireSignature"/> looks at.</param>
    /// <exception cref="DetectorException">
    /// Also PRUNE7505 to PRUNE7507: a signature is required, and missing or not accepted.
    /// </exception>
    /// <inheritdoc cref="Detector(byte[], DetectorOptions?)"/>
    public Detector(byte[] model, byte[]? signature, DetectorOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new DetectorOptions();
        _options.Check();
        ModelSignature.Require(model, signature, _options);
        var suppression = FileSuppression.Find(model);
        _session = Open(suppression is null ? model : Asked(suppression).In(model), _options.Session);
        try
        {
            _contract = ModelContract.Read(_session, suppression is not null);
            RefuseSlow();
            RefuseWhatTheFileCannotDo();
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        Confidence = _options.Confidence ?? suppression?.Confidence ?? _contract.F1Confidence ?? UsualConfidence;
    }

    /// <summary>Opens an ONNX file, with the signature beside it where one is required.</summary>
    /// <inheritdoc cref="Detector(byte[], byte[], DetectorOptions?)"/>
    public static Detector Open(string path, DetectorOptions? options = null) =>
        new(
            File.ReadAllBytes(path),
            options?.RequireSignature is null ? null : ModelSignature.ReadBeside(path),
            options
        );

    /// <summary>The classes' names; the index is the class's number.</summary>
    public IReadOnlyList<string> Labels => _contract.Labels;

    /// <summary>Of the model's input, in pixels. Pictures have any size.</summary>
    public int InputWidth => _contract.Width;

    public int InputHeight => _contract.Height;

    /// <summary>Boxes of at most this confidence are dropped.</summary>
    public float Confidence { get; }

    /// <summary>What is in a picture, the surest first.</summary>
    /// <exception cref="DetectorException">PRUNE7504: the model's output is no use.</exception>
    /// <exception cref="OperationCanceledException">Stopped while the model ran.</exception>
    public IReadOnlyList<DetectedBox> Detect(Picture picture, CancellationToken cancellation = default)
    {
        var found = new List<DetectedBox>();
        Detect(picture, found, cancellation);
        return found;
    }

    /// <summary>The same into a list of the caller's, which is emptied first: nothing is allocated for it.</summary>
    /// <inheritdoc cref="Detect(Picture, CancellationToken)"/>
    public void Detect(Picture picture, List<DetectedBox> found, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellation.ThrowIfCancellationRequested();
        found.Clear();
        if (!_idle.TryTake(out var lane))
            lane = NewLane();
        try
        {
            lane.Write(0, picture);
            lane.Run(1, cancellation);
            lane.Read(0, found);
        }
        finally
        {
            if (_disposed)
                lane.Dispose();
            else
                _idle.Add(lane);
        }
    }

    /// <summary>
    /// For pictures that are looked at together: several at once are quicker on accelerators, with a file whose batch
    /// is open (<c>dotnet prune export --dynamic-batch</c>).
    /// </summary>
    /// <param name="capacity">Pictures at most, 1 or more; each takes memory for the model's input and output.</param>
    public PictureBatch CreateBatch(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _contract.CheckBatch(capacity);
        return new PictureBatch(NewLane(capacity), capacity);
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var lane))
            lane.Dispose();
        _session.Dispose();
    }

    private Lane NewLane(int places = 1) =>
        new(_session, _contract, new InputWriter(_options.Shrinking), NewReader(), places);

    private FileSuppression Asked(FileSuppression own) =>
        new(
            _options.Confidence ?? own.Confidence,
            _options.Overlap,
            _options.AcrossClasses ? 0 : BoxSelection.ClassOffset
        );

    private IBoxReader NewReader() =>
        _contract.SuppressesItself
            ? new SuppressedBoxes(_options.MaximumBoxes)
            : new BoxSelection(
                _contract.Labels.Count,
                Confidence,
                _options.Overlap,
                _options.AcrossClasses,
                _options.EveryClass,
                _options.MaximumBoxes
            );

    private static InferenceSession Open(byte[] model, SessionOptions? options)
    {
        try
        {
            return options is null ? new InferenceSession(model) : new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new DetectorException(
                DetectorException.ModelCode,
                $"ONNX Runtime does not take the model: {error.Message} Give an .onnx file, whole and not compressed.",
                error
            );
        }
    }

    // An 8-bit file is slower than one of floats where the runtime does not join its operators.
    private void RefuseSlow()
    {
        if (
            _session.ModelMetadata.CustomMetadataMap.ContainsKey("pruning.quantization")
            && _options.Session is { GraphOptimizationLevel: not GraphOptimizationLevel.ORT_ENABLE_ALL } session
        )
            throw new DetectorException(
                DetectorException.SlowSessionCode,
                $"The model computes with 8-bit integers, and the session's GraphOptimizationLevel is "
                    + $"{session.GraphOptimizationLevel}: below ORT_ENABLE_ALL its operators are not joined, and it takes "
                    + "1.5 to 3 times as long. Leave GraphOptimizationLevel at its default."
            );
    }

    private void RefuseWhatTheFileCannotDo()
    {
        if (!_contract.SuppressesItself)
            return;
        if (_options.EveryClass)
            throw Refused($"{nameof(DetectorOptions.EveryClass)} is on, and it gives each box one class");
        if (_options.MaximumBoxes > _contract.Rows)
            throw Refused(
                $"{nameof(DetectorOptions.MaximumBoxes)} is {_options.MaximumBoxes}, and it gives {_contract.Rows} at most"
            );

        static DetectorException Refused(string what) =>
            new(
                DetectorException.SuppressionCode,
                $"The model removes overlapping boxes itself, and not as the options ask: {what}. Change the option, or "
                    + "build the model with IncludeNms=false."
            );
    }
}
