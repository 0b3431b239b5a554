namespace Headroom.Compression.Diffs;

/// <summary>What a line of a diff is.</summary>
internal enum DiffLineKind : byte
{
    /// <summary>A line around the diff: a commit's header and message, a mail's headers, a command's text.</summary>
    Other,

    /// <summary>A line of a file's header: its names, modes, similarity, blob hashes, a note that it is binary.</summary>
    Header,

    /// <summary><c>@@ -1,7 +1,8 @@</c>, or with more parents <c>@@@ … @@@</c>.</summary>
    Hunk,

    /// <summary>A line that both sides have.</summary>
    Context,

    /// <summary>A line of the new side only.</summary>
    Added,

    /// <summary>A line of the old side only.</summary>
    Removed,

    /// <summary><c>\ No newline at end of file</c>; it belongs to the line before.</summary>
    NoNewline,
}
