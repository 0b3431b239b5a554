using System.Collections.Frozen;

namespace Headroom.Compression.Blocks;

/// <summary>Tools that read or change one file; of <c>mcp__server__tool</c> the last part counts, in any case.</summary>
public static class FileTools
{
    private static readonly FrozenSet<string> Readers = Set(
        "Read", "ReadFile", "read_file", "read_text_file", "read_multiple_files", "read_many_files", "view", "view_file", "view_range", "cat", "open_file",
        "get_file_contents", "get_file_content", "str_replace_editor", "str_replace_based_edit_tool", "text_editor", "NotebookRead",
        "file_read", "fs_read", "viewFile", "read_notebook", "get_file");

    private static readonly FrozenSet<string> Editors = Set(
        "Edit", "MultiEdit", "Write", "NotebookEdit", "edit_file", "write_file", "create_file", "write_to_file", "replace_in_file", "replace", "search_replace",
        "str_replace", "str_replace_editor", "str_replace_based_edit_tool", "text_editor", "insert_edit_into_file", "apply_diff", "file_write", "fs_write",
        "edit_notebook", "replace_string_in_file");

    /// <summary>Whether a tool reads a file so that it can be edited: an edit has to quote the exact text.</summary>
    public static bool IsReader(string? toolName) => Readers.Contains(LastPart(toolName));

    /// <summary>Whether a tool changes a file that its input names.</summary>
    public static bool IsEditor(string? toolName) => Editors.Contains(LastPart(toolName));

    private static string LastPart(string? toolName)
    {
        int separator = toolName?.LastIndexOf("__", StringComparison.Ordinal) ?? -1;
        return separator < 0 ? toolName ?? "" : toolName![(separator + 2)..];
    }

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
