namespace Headroom.Compression.Blocks;

/// <summary>
/// Which profile the results of which tool get: the first override whose pattern fits the tool's name, else the profile for
/// all. Thread-safe.
/// </summary>
public sealed class ProfileSelection
{
    private readonly BlockCompressor _default;
    private readonly (string Pattern, BlockCompressor? Compressor)[] _overrides;

    /// <summary>Makes a selection.</summary>
    /// <param name="profile">The profile for all tools that no override names.</param>
    /// <param name="overrides">What individual tools get, the first that fits.</param>
    public ProfileSelection(CompressionProfile profile, params IReadOnlyList<ToolProfile> overrides)
    {
        Default = profile;
        Overrides = overrides;
        _default = new BlockCompressor(profile);
        _overrides = [.. overrides.Select(tool => (tool.Pattern, tool.Profile is null ? null : new BlockCompressor(tool.Profile)))];
    }

    /// <value>The profile for all tools that no override names.</value>
    public CompressionProfile Default { get; }

    /// <value>What individual tools get.</value>
    public IReadOnlyList<ToolProfile> Overrides { get; }

    /// <summary>The compressor for a tool's results.</summary>
    /// <param name="toolName">The tool's name; <c>null</c> where it is not known.</param>
    /// <returns><c>null</c> where the results stay as they are.</returns>
    public BlockCompressor? For(string? toolName)
    {
        foreach ((string pattern, BlockCompressor? compressor) in _overrides)
        {
            if (toolName is not null && ToolProfile.Fits(pattern, toolName))
            {
                return compressor;
            }
        }

        return _default;
    }

    /// <summary>The compressor that works under a profile; <c>null</c> where this process has none.</summary>
    /// <param name="profileId">A profile's <see cref="CompressionProfile.Id"/>.</param>
    public BlockCompressor? Under(string profileId) =>
        _default.Profile.Id == profileId ? _default : _overrides.FirstOrDefault(tool => tool.Compressor?.Profile.Id == profileId).Compressor;
}

/// <summary>What the results of a tool get.</summary>
/// <param name="Pattern">The tool's name in any case; a <c>*</c> at its end stands for any further characters, such as <c>mcp__*</c>.</param>
/// <param name="Profile">The profile; <c>null</c>: they stay as they are.</param>
public sealed record ToolProfile(string Pattern, CompressionProfile? Profile)
{
    /// <summary>What the name of a profile is in an override that keeps results as they are.</summary>
    public const string Raw = "raw";

    /// <summary>Reads <c>TOOL=PROFILE</c>, such as <c>Grep=aggressive</c> or <c>mcp__*=raw</c>.</summary>
    /// <returns><c>null</c> where the text is none.</returns>
    public static ToolProfile? Parse(string text)
    {
        int equals = text.LastIndexOf('=');
        string name = text[(equals + 1)..];
        CompressionProfile? profile = CompressionProfiles.Named(name);
        return equals < 1 || (profile is null && name != Raw) ? null : new ToolProfile(text[..equals], profile);
    }

    internal static bool Fits(string pattern, string toolName) => pattern.EndsWith('*')
        ? toolName.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
        : toolName.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
