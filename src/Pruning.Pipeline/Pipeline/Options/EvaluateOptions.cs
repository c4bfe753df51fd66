using System.Text.Json.Serialization;

namespace Pruning.Pipeline.Options;

/// <summary>On what an ONNX file's accuracy is measured.</summary>
/// <param name="Split">Of the dataset.</param>
/// <param name="ImageSize">Side in pixels of the pictures that the file takes; the file itself counts.</param>
public sealed record EvaluateOptions(string Split, [property: JsonIgnore] int ImageSize);
