using System.Text;
using System.Text.Json;

namespace Headroom.Agents.Configs;

/// <summary>Sets one member in somebody's JSON file (comments allowed) by splicing: all other bytes stay.</summary>
internal static class JsonConfig
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Sets a member, making the objects on the way to it.</summary>
    /// <param name="file">The file, UTF-8; empty for a new one.</param>
    /// <param name="path">The names that lead to the member.</param>
    /// <param name="value">Its value, JSON.</param>
    /// <exception cref="InvalidDataException">The file is no JSON object, or something else stands on the way.</exception>
    public static byte[] Set(ReadOnlySpan<byte> file, IReadOnlyList<string> path, string value)
    {
        if (file.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Encoding.UTF8.GetBytes(Nested(path, 0, value, "\n") + "\n");
        }

        try
        {
            return Splice(file, path, value);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"it is no valid JSON: {broken.Message}", broken);
        }
    }

    private static byte[] Splice(ReadOnlySpan<byte> file, IReadOnlyList<string> path, string value)
    {
        ReadOnlySpan<byte> mark = file.StartsWith("\uFEFF"u8) ? "\uFEFF"u8 : [];
        var reader = new Utf8JsonReader(file[mark.Length..], Lenient);
        reader.Read();
        for (int depth = 0; depth < path.Count; depth++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new InvalidDataException(depth == 0 ? "it holds no JSON object" : $"'{path[depth - 1]}' in it is no object");
            }

            int open = mark.Length + (int)reader.BytesConsumed;
            if (!FindMember(ref reader, path[depth], out bool isEmpty))
            {
                string indent = IndentAfter(file, open, isEmpty);
                string member = $"{indent}{ConfigJson.Quote(path[depth])}: {Nested(path, depth + 1, value, indent)}{(isEmpty ? Closing(indent) : ",")}";
                return [.. file[..open], .. Encoding.UTF8.GetBytes(member), .. file[open..]];
            }

            reader.Read();
        }

        int start = mark.Length + (int)reader.TokenStartIndex;
        reader.Skip();
        return [.. file[..start], .. Encoding.UTF8.GetBytes(value), .. file[(mark.Length + (int)reader.BytesConsumed)..]];
    }

    /// <summary>The reader stands at the opening brace before, and at the member's name after, if there is one.</summary>
    private static bool FindMember(ref Utf8JsonReader reader, string name, out bool isEmpty)
    {
        isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            if (reader.ValueTextEquals(name))
            {
                return true;
            }

            reader.Read();
            reader.Skip();
        }

        return false;
    }

    /// <summary>The white space that the file puts before a member.</summary>
    private static string IndentAfter(ReadOnlySpan<byte> file, int open, bool isEmpty)
    {
        ReadOnlySpan<byte> rest = file[open..];
        ReadOnlySpan<byte> space = rest[..(rest.Length - rest.TrimStart(" \t\r\n"u8).Length)];
        return !isEmpty ? Encoding.UTF8.GetString(space) : "\n" + new string(' ', 2 + IndentOfLine(file, open));
    }

    private static int IndentOfLine(ReadOnlySpan<byte> file, int at)
    {
        int start = file[..at].LastIndexOf((byte)'\n') + 1;
        return file[start..at].Length - file[start..at].TrimStart(" \t"u8).Length;
    }

    private static string Closing(string indent) => indent.Length > 2 ? indent[..^2] : indent.Contains('\n', StringComparison.Ordinal) ? "\n" : "";

    private static string Nested(IReadOnlyList<string> path, int depth, string value, string indent)
    {
        if (depth == path.Count)
        {
            return value;
        }

        string inner = indent.Contains('\n', StringComparison.Ordinal) ? indent + "  " : indent;
        return $"{{{inner}{ConfigJson.Quote(path[depth])}: {Nested(path, depth + 1, value, inner)}{indent}}}";
    }
}
