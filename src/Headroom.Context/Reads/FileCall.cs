using System.Text.Json;
using Headroom.Compression.Blocks;

namespace Headroom.Context.Reads;

/// <summary>A call of a tool that reads or changes a file.</summary>
/// <param name="Path">The file, as the call names it.</param>
/// <param name="IsEdit">Whether it changes the file.</param>
/// <param name="IsWhole">Whether it reads all of the file, as far as its input says.</param>
internal sealed record FileCall(string Path, bool IsEdit, bool IsWhole)
{
    private const int MaxInput = 1 << 20;

    private static readonly string[] PathNames = ["file_path", "path", "filePath", "target_file", "filename", "notebook_path", "absolute_path", "relative_path", "file"];
    private static readonly string[] PartNames = ["offset", "limit", "range", "view_range", "start_line", "end_line", "startLine", "endLine", "line_range"];
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 64 };

    /// <summary>Reads a call, as any of the protocols writes it; <c>null</c> where it is of another kind.</summary>
    /// <param name="call">The call's JSON object.</param>
    public static FileCall? Read(ReadOnlyMemory<byte> call)
    {
        if (call.Length > MaxInput)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(call, Lenient);
            JsonElement outer = document.RootElement;
            JsonElement named = outer.TryGetProperty("function", out JsonElement function) || outer.TryGetProperty("functionCall", out function)
                || outer.TryGetProperty("toolUse", out function) ? function : outer;
            if (!named.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            if (named.TryGetProperty("arguments", out JsonElement arguments) && arguments.ValueKind == JsonValueKind.String)
            {
                using JsonDocument input = JsonDocument.Parse(arguments.GetString()!, Lenient);
                return Of(name.GetString(), input.RootElement);
            }

            return named.TryGetProperty("input", out JsonElement value) || named.TryGetProperty("args", out value) ? Of(name.GetString(), value) : null;
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            // What the model wrote is no JSON, or has lone surrogates: it names no file.
            return null;
        }
    }

    private static FileCall? Of(string? tool, JsonElement input)
    {
        bool mayEdit = FileTools.IsEditor(tool);
        if (input.ValueKind != JsonValueKind.Object || (!mayEdit && !FileTools.IsReader(tool)))
        {
            return null;
        }

        // An editor with commands reads as well.
        bool isView = input.TryGetProperty("command", out JsonElement command) && command.ValueEquals("view");
        bool isEdit = mayEdit && !isView;
        string? path = Array.ConvertAll(PathNames, key => input.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
            .FirstOrDefault(found => found is { Length: > 0 });
        bool isWhole = !isEdit && !Array.Exists(PartNames, key => input.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null);
        return path is null ? null : new FileCall(path, isEdit, isWhole);
    }
}
