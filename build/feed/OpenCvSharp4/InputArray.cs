namespace OpenCvSharp;

/// <summary>What an operation reads: in this subset always a matrix.</summary>
public class InputArray
{
    internal InputArray(Mat mat) => Mat = mat;

    internal Mat Mat { get; }

    public static InputArray Create(Mat mat) => new(mat);
    public static implicit operator InputArray(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));
}

/// <summary>What an operation writes; it is re-made when its size or type does not fit.</summary>
public class OutputArray
{
    internal OutputArray(Mat mat) => Mat = mat;

    internal Mat Mat { get; }

    public static OutputArray Create(Mat mat) => new(mat);
    public static implicit operator OutputArray(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));
}

/// <summary>What an operation draws on.</summary>
public class InputOutputArray : OutputArray
{
    internal InputOutputArray(Mat mat) : base(mat) { }

    public static new InputOutputArray Create(Mat mat) => new(mat);
    public static implicit operator InputOutputArray(Mat mat) => new(mat ?? throw new ArgumentNullException(nameof(mat)));
}
