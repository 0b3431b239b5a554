namespace Headroom.Compression.Diffs;

/// <summary>Why the lines of a hunk are left out as a whole.</summary>
internal enum HunkFoldKind : byte
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>A tool wrote the file.</summary>
    Generated,

    /// <summary>Only white space differs.</summary>
    WhiteSpace,

    /// <summary>An earlier hunk has the same lines.</summary>
    Repeated,
}

/// <summary>How a hunk is left out.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Earlier">The first line of the earlier hunk with the same lines.</param>
internal readonly record struct HunkFold(HunkFoldKind Kind, int Earlier)
{
    /// <summary>Of a generated file.</summary>
    public static HunkFold Generated => new(HunkFoldKind.Generated, -1);

    /// <summary>Of white space only.</summary>
    public static HunkFold WhiteSpace => new(HunkFoldKind.WhiteSpace, -1);
}
