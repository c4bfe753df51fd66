namespace OpenCvSharp;

public partial class Mat
{
    public int Rows => Kept(Native.cvshim_mat_rows(Handle));
    public int Cols => Kept(Native.cvshim_mat_cols(Handle));
    public int Height => Rows;
    public int Width => Cols;
    public int Dims => Kept(Native.cvshim_mat_dims(Handle));
    public Size Size() => new(Cols, Rows);
    public int Size(int dim) => dim switch { 0 => Rows, 1 => Cols, _ => throw new ArgumentOutOfRangeException(nameof(dim)) };
    public MatType Type() => Kept(Native.cvshim_mat_type(Handle));
    public int Depth() => Type().Depth;
    public int Channels() => Type().Channels;

    /// <summary>The bytes from one row to the next.</summary>
    public long Step() => Kept(Native.cvshim_mat_step(Handle));
    public long Step(int i) => i == 0 ? Step() : ElemSize();
    public long Step1(int i = 0) => Step(i) / ElemSize1();
    public int ElemSize() => (int)Kept(Native.cvshim_mat_elem_size(Handle));
    public int ElemSize1() => (int)Kept(Native.cvshim_mat_elem_size1(Handle));
    public long Total() => Kept(Native.cvshim_mat_total(Handle));
    public bool Empty() => Kept(Native.cvshim_mat_empty(Handle)) != 0;
    public bool IsContinuous() => Kept(Native.cvshim_mat_is_continuous(Handle)) != 0;
    public bool IsSubmatrix() => Kept(Native.cvshim_mat_is_submatrix(Handle)) != 0;

    public unsafe IntPtr Data => (IntPtr)DataPointer;
    public unsafe byte* DataPointer => Native.cvshim_mat_data(Handle);

    public override string ToString() => IsDisposed ? "Mat [disposed]" : $"Mat [ {Rows}*{Cols}*{Type()}, IsContinuous={IsContinuous()}, IsSubmatrix={IsSubmatrix()} ]";

    // The handle must outlive the native call that `value` came from.
    private T Kept<T>(T value)
    {
        GC.KeepAlive(this);
        return value;
    }
}
