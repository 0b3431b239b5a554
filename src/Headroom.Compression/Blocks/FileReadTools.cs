using System.Collections.Frozen;

namespace Headroom.Compression.Blocks;

/// <summary>Tools that read a file so that it can be edited: an edit has to quote the exact text, so their results stay as they are.</summary>
internal static class FileReadTools
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "Read", "ReadFile", "read_file", "read_text_file", "read_multiple_files", "read_many_files", "view", "view_file", "view_range", "cat", "open_file",
        "get_file_contents", "get_file_content", "str_replace_editor", "str_replace_based_edit_tool", "text_editor", "NotebookRead",
        "file_read", "fs_read", "readFile", "viewFile", "read_notebook", "get_file",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a tool is one of them; of <c>mcp__server__tool</c> the last part counts.</summary>
    public static bool Contains(string? toolName)
    {
        if (toolName is null)
        {
            return false;
        }

        int separator = toolName.LastIndexOf("__", StringComparison.Ordinal);
        return Names.Contains(separator < 0 ? toolName : toolName[(separator + 2)..]);
    }
}
