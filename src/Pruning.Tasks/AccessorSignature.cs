namespace Pruning.Tasks;

/// <summary>How an accessor reads the signature of a model that is signed.</summary>
internal static class AccessorSignature
{
    public static string Write(ModelAccessor model) =>
        !model.HasSignature || !(model.IsResource || model.IsContent)
            ? ""
            : $$"""

                        /// <summary>The signature's bytes: a Sigstore bundle, by whoever built the model.</summary>
                        public static byte[] ReadSignature()
                        {
                {{(model.IsContent ? OfFile : OfResource)}}
                        }

                """;

    private const string OfFile = """
                    return global::System.IO.File.ReadAllBytes(FilePath + ".sig");
        """;

    private const string OfResource = """
                    using (var stream = typeof(PrunedModels).Assembly.GetManifestResourceStream(ResourceName + ".sig")
                        ?? throw new global::System.InvalidOperationException("The resource '" + ResourceName + ".sig' is not in the assembly."))
                    using (var memory = new global::System.IO.MemoryStream())
                    {
                        stream.CopyTo(memory);
                        return memory.ToArray();
                    }
        """;
}
