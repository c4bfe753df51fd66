namespace Pruning.Native.Elf;

/// <summary>A place that the loader fills with a symbol's address.</summary>
/// <param name="Type">As the psABI numbers them for x86-64.</param>
/// <param name="Symbol">Its index in <c>.dynsym</c>; 0 for none.</param>
/// <param name="InJumpTable">
/// Whether it is one of <c>DT_JMPREL</c>'s, which may wait until the function is first called.
/// </param>
internal readonly record struct ElfRelocation(uint Type, uint Symbol, bool InJumpTable)
{
    private const uint JumpSlot = 7; // R_X86_64_JUMP_SLOT

    /// <summary>Whether the loader may leave it open until the function is called.</summary>
    public bool CanWait => InJumpTable && Type == JumpSlot;
}
