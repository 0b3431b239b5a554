using Headroom.Compression.Tokens;

namespace Headroom.Compression.Blocks;

/// <summary>The profiles that ship, counted with the o200k vocabulary.</summary>
public static class CompressionProfiles
{
    /// <value>Lossless forms, and samples where the reader can retrieve the rest.</value>
    public static CompressionProfile Balanced { get; } = new() { Id = "balanced/3", Counter = TokenCounters.O200k, MayOmit = true };

    /// <value>Lossless forms only.</value>
    public static CompressionProfile Conservative { get; } = new() { Id = "conservative/3", Counter = TokenCounters.O200k, MayOmit = false };

    /// <value>As balanced, and code by its structure only: for reading and finding, not for editing.</value>
    public static CompressionProfile Aggressive { get; } =
        new() { Id = "aggressive/2", Counter = TokenCounters.O200k, MayOmit = true, ElidesCode = true };

    /// <value>All of them.</value>
    public static IReadOnlyList<CompressionProfile> All { get; } = [Conservative, Balanced, Aggressive];

    /// <summary>The profile of a name without version: <c>balanced</c>, <c>conservative</c> or <c>aggressive</c>.</summary>
    /// <returns><c>null</c> where there is none of that name.</returns>
    public static CompressionProfile? Named(string name) =>
        All.FirstOrDefault(profile => profile.Name == name);
}
