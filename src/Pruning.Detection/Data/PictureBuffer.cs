using Pruning.Graphs;

namespace Pruning.Data;

/// <summary>
/// Memory for one picture at a time, which grows to the largest that it was asked for. Serves one thread.
/// </summary>
internal sealed class PictureBuffer
{
    private BgrImage _image = new([], default);

    /// <summary>A picture of arbitrary contents, good until the next is taken.</summary>
    public BgrImage Take(Extent size)
    {
        if (_image.Size == size)
            return _image;
        var length = BgrImage.BytesOf(size);
        return _image = _image.Storage.Length < length ? BgrImage.Allocate(size) : new BgrImage(_image.Storage, size);
    }
}
