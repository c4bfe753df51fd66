using System.Diagnostics.CodeAnalysis;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [AllowNull]
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Assign(indices, value!);
        }

        [AllowNull]
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => Assign(Wrapped(indices), value!);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign([i1], value);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => Assign([i1, i2], value);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => Assign([i1, i2, i3], value);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => Assign([i1, i2, i3, i4], value);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => Assign(Array.ConvertAll(indices, i => (TensorIndex)i), value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = View(indices);
            if (tensors is null)
                return view;
            using (view)
                return Aten.Call("index.Tensor", view, tensors!);
        }

        public Tensor index(params Tensor[] indices) => index(Wrapped(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (view, tensors) = View(indices);
            using (view)
            {
                if (tensors is not null)
                    Aten.InPlace("index_put_", view, tensors!, value, accumulate);
                else if (accumulate)
                    view.add_(value);
                else
                    view.copy_(value);
            }

            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Wrapped(indices));
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => index_put_(value, Wrapped(indices), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = Make(value, dtype, device);
            return index_put_(number, indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Wrapped(indices));

        public Tensor index_select(long dim, Tensor index) => Aten.Call("index_select", this, dim, index);
        public Tensor select(long dim, long index) => Aten.Call("select.int", this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => Aten.Call("slice.Tensor", this, dim, start, finish, step);
        public Tensor take(Tensor index) => Aten.Call("take", this, index);
        public Tensor take_along_dim(Tensor indices) => Aten.Call("take_along_dim", this, indices);
        public Tensor take_along_dim(Tensor indices, long dim) => Aten.Call("take_along_dim", this, indices, dim);
        public Tensor argwhere() => Aten.Call("argwhere", this);
        public Tensor nonzero() => Aten.Call("nonzero", this);
        public IList<Tensor> nonzero_as_list() => Aten.CallList("nonzero_numpy", this);
        public Tensor gather(long dim, Tensor index) => Aten.Call("gather", this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.Call("scatter.src", this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_.src", this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.Call("scatter_add", this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Aten.InPlace("scatter_add_", this, dim, index, src);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Aten.Call("index_add", this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Aten.InPlace("index_add_", this, dim, index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Aten.Call("index_copy", this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Aten.InPlace("index_copy_", this, dim, index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Aten.Call("index_fill.int_Scalar", this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Aten.InPlace("index_fill_.int_Scalar", this, dim, index, value);
        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.Call("masked_fill.Scalar", this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Aten.InPlace("masked_fill_.Scalar", this, mask, value);
        public Tensor masked_select(Tensor mask) => Aten.Call("masked_select", this, mask);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Aten.Call("masked_scatter", this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Aten.InPlace("masked_scatter_", this, mask, value);
        public Tensor where(Tensor condition, Tensor y) => Aten.Call("where.self", condition, this, y);

        private static TensorIndex[] Wrapped(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private void Assign(TensorIndex[] indices, Tensor value) => index_put_(value, indices, false);

        // The basic part of an indexing expression as a view (never `this` itself), and what needs gathering, by dimension.
        private (Tensor View, Tensor?[]? Tensors) View(TensorIndex[] indices)
        {
            var view = alias();
            Tensor?[]? gathered = null;
            long dim = 0;
            for (var i = 0; i < indices.Length; i++)
            {
                ref readonly var index = ref indices[i];
                switch (index.kind)
                {
                    case TensorIndex.Kind.Single:
                        Replace(ref view, view.select(dim, index.startIndexOrBoolOrSingle.GetValueOrDefault()));
                        break;
                    case TensorIndex.Kind.Slice:
                        Replace(ref view, Aten.Call("slice.Tensor", view, dim, index.startIndexOrBoolOrSingle, index.stopIndex, index.step ?? 1));
                        dim++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim += view.Dimensions - dim - Consumed(indices.AsSpan(i + 1));
                        break;
                    case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                        Replace(ref view, view.unsqueeze(dim++));
                        break;
                    case TensorIndex.Kind.Bool:
                        Replace(ref view, view.unsqueeze(dim));
                        Put(ref gathered, dim++, torch.tensor([index.startIndexOrBoolOrSingle != 0]));
                        break;
                    case TensorIndex.Kind.Tensor:
                        Put(ref gathered, dim, index.tensor!);
                        dim += Width(index.tensor!);
                        break;
                }
            }

            return (view, gathered);
        }

        private static long Consumed(ReadOnlySpan<TensorIndex> rest)
        {
            long count = 0;
            foreach (ref readonly var index in rest)
            {
                count += index.kind switch
                {
                    TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
                    TensorIndex.Kind.Tensor => Width(index.tensor!),
                    _ => 0,
                };
            }

            return count;
        }

        // A mask covers as many dimensions as it has.
        private static long Width(Tensor index) => index.dtype is ScalarType.Bool or ScalarType.Byte ? index.Dimensions : 1;

        private static void Put(ref Tensor?[]? gathered, long dim, Tensor index)
        {
            // ATen's list has one entry per index, and a mask's entry stands for all its dimensions.
            var width = gathered?.Sum(t => t is null ? 1 : Width(t)) ?? 0;
            gathered = [.. gathered ?? [], .. new Tensor?[dim - width], index];
        }

        private static void Replace(ref Tensor view, Tensor next)
        {
            view.Dispose();
            view = next;
        }
    }
}
