namespace Pruning.Data.Import;

/// <summary>
/// JSON as Python writes it, read as JSON: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which its standard library
/// writes and JSON does not have, become <c>null</c>. Text in quotation marks stays.
/// </summary>
internal sealed class NonFiniteJson(Stream inner) : Stream
{
    private const int ChunkBytes = 1 << 16;
    private const int LongestWord = 8;

    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly List<byte> _word = new(LongestWord + 1);
    private readonly Queue<byte[]> _ready = [];
    private int _at;
    private bool _isInText;
    private bool _isEscaped;
    private bool _hasSign;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_ready.Count == 0)
        {
            var read = inner.Read(_chunk);
            var output = new List<byte>(read + LongestWord);
            foreach (var value in _chunk.AsSpan(0, read))
                Add(value, output);
            if (read == 0)
                EndWord(output);
            if (output.Count > 0)
                _ready.Enqueue([.. output]);
            else if (read == 0)
                return 0;
        }

        var next = _ready.Peek();
        var taken = Math.Min(buffer.Length, next.Length - _at);
        next.AsSpan(_at, taken).CopyTo(buffer);
        _at += taken;
        if (_at == next.Length)
        {
            _ready.Dequeue();
            _at = 0;
        }

        return taken;
    }

    private void Add(byte value, List<byte> output)
    {
        if (_isInText)
        {
            output.Add(value);
            (_isInText, _isEscaped) = (_isEscaped || value != '"', !_isEscaped && value == '\\');
        }
        else if (char.IsAsciiLetter((char)value) && _word.Count <= LongestWord)
        {
            _word.Add(value);
        }
        else
        {
            EndWord(output);
            _isInText = value == '"';
            _hasSign = value == '-';
            if (!_hasSign)
                output.Add(value);
        }
    }

    private void EndWord(List<byte> output)
    {
        var word = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_word);
        var isNonFinite = word.SequenceEqual("NaN"u8) || word.SequenceEqual("Infinity"u8);
        if (_hasSign && !isNonFinite)
            output.Add((byte)'-');
        if (isNonFinite)
            output.AddRange("null"u8);
        else
            output.AddRange(word);
        _word.Clear();
        _hasSign = false;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
