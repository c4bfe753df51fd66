using Microsoft.ML.OnnxRuntime;

namespace Pruning.Runtime;

/// <summary>
/// What pictures that are looked at together need beside the session: input and output, and buffers that are used
/// again. A detector has as many as calls run beside each other. Serves one thread; owns native memory.
/// </summary>
/// <param name="places">Pictures at most.</param>
internal sealed class Lane(
    InferenceSession session,
    ModelContract contract,
    InputWriter writer,
    IBoxReader reader,
    int places
) : IDisposable
{
    private readonly int _perInput = 3 * contract.Height * contract.Width;
    private readonly int _perOutput = contract.Rows * contract.Columns;
    private readonly Letterbox?[] _letterboxes = new Letterbox?[places];
    private readonly RunOptions _options = new();

    // Of a fixed batch, one after the other; of an open one, a single run of the last number of pictures.
    private readonly List<ModelRun> _runs = [];

    // A file of a fixed batch takes whole ones: what no picture fills is zeros, or what was there before.
    private readonly float[] _input = new float[Whole(places, contract.Batch) * 3 * contract.Height * contract.Width];
    private readonly float[] _output = new float[Whole(places, contract.Batch) * contract.Rows * contract.Columns];

    /// <summary>Puts a picture into one of the places.</summary>
    public void Write(int place, in Picture picture) =>
        _letterboxes[place] = writer.Write(
            picture,
            _input.AsSpan(place * _perInput, _perInput),
            contract.Width,
            contract.Height,
            _letterboxes[place]
        );

    /// <summary>Runs the model on the first places.</summary>
    /// <exception cref="OperationCanceledException">Stopped on the way.</exception>
    public void Run(int pictures, CancellationToken cancellation)
    {
        Prepare(pictures);
        if (!cancellation.CanBeCanceled)
        {
            RunAll(pictures, cancellation);
            return;
        }

        var registration = cancellation.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, _options);
        try
        {
            RunAll(pictures, cancellation);
        }
        catch (OnnxRuntimeException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            registration.Dispose(); // or it may come after the next line
            _options.Terminate = false;
        }
    }

    /// <summary>Adds what the last run found in a place, the surest first.</summary>
    /// <exception cref="DetectorException">PRUNE7504.</exception>
    public void Read(int place, List<DetectedBox> found) =>
        reader.Read(_output.AsSpan(place * _perOutput, _perOutput), _letterboxes[place]!.Value, found);

    public void Dispose()
    {
        foreach (var run in _runs)
            run.Dispose();
        _options.Dispose();
    }

    private void RunAll(int pictures, CancellationToken cancellation)
    {
        for (var (done, i) = (0, 0); done < pictures; done += _runs[i++].Pictures)
        {
            cancellation.ThrowIfCancellationRequested();
            _runs[i].Run(session, _options);
        }
    }

    private void Prepare(int pictures)
    {
        if (contract.Batch is null && _runs is [var last] && last.Pictures != pictures)
        {
            last.Dispose();
            _runs.Clear();
        }

        var size = contract.Batch ?? pictures;
        for (var first = _runs.Count * size; first < pictures; first += size)
            _runs.Add(
                new ModelRun(
                    session,
                    contract,
                    _input.AsMemory(first * _perInput, size * _perInput),
                    _output.AsMemory(first * _perOutput, size * _perOutput),
                    size
                )
            );
    }

    private static int Whole(int places, int? batch) => batch is { } size ? (places + size - 1) / size * size : places;
}
