using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor: owns one reference to a native tensor, and belongs to the dispose scope it was made in.</summary>
    public partial class Tensor : IDisposable
    {
        internal IntPtr handle;

        private static long _totalCount;
        private static long _peakCount;

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal Tensor(IntPtr handle, bool register = true)
        {
            this.handle = handle;
            var count = Interlocked.Increment(ref _totalCount);
            if (count > _peakCount)
                _peakCount = count;
            if (register)
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
        }

        /// <summary>Takes over one reference.</summary>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        ~Tensor() => Dispose(false);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, IntPtr.Zero);
            if (released == IntPtr.Zero)
                return;
            // A scope holds its tensors strongly, so a finalized tensor's scope is gone as well: leave it alone.
            if (disposing)
            {
                DisposeScopeManager.ThreadSingleton.DisposingOnCurrentScope(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }

            Interlocked.Decrement(ref _totalCount);
            Native.shim_tensor_release(released);
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <summary>Whether shapes and elements are equal.</summary>
        public bool Equals(Tensor target) => Aten.CallScalar("equal", this, target).Integer != 0;

        public override int GetHashCode() => base.GetHashCode();

        public string? name { get; set; }

        public bool IsInvalid => handle == IntPtr.Zero;

        /// <summary>The number of live managed tensors; several may share one memory.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);
        public static long PeakCount => _peakCount;

        public IntPtr Handle => handle != IntPtr.Zero ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope == null && other != null)
                other.Attach(this);
            else
                OwningDisposeScope?.MoveToOther(other, this);
            return this;
        }

        /// <summary>Gives the native reference away; this object is empty afterwards.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var given = Handle;
            handle = IntPtr.Zero;
            Interlocked.Decrement(ref _totalCount);
            return given;
        }

        // For nn.Parameter, which takes over its tensor's native reference.
        internal IntPtr MoveHandle()
        {
            var given = Handle;
            handle = IntPtr.Zero;
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref _totalCount);
            GC.SuppressFinalize(this);
            return given;
        }

        internal IntPtr RetainHandle()
        {
            var retained = Native.shim_tensor_retain(Handle);
            GC.KeepAlive(this);
            return retained;
        }
    }
}
