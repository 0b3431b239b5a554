using System.Text.Json;
using Headroom.Mcp.Backends;

namespace Headroom.Mcp.Tools;

/// <summary>The arguments of a call, as the model wrote them.</summary>
internal readonly struct ToolArguments(IEnumerable<KeyValuePair<string, JsonElement>>? given)
{
    /// <summary>A text that must be there.</summary>
    /// <exception cref="ToolException">It is missing, or no text.</exception>
    public string Text(string name) =>
        OptionalText(name) ?? throw new ToolException($"Error: the argument '{name}' must be given, as a string.");

    /// <summary>A text that may be left out; <c>null</c> where it is, or is none.</summary>
    public string? OptionalText(string name)
    {
        JsonElement value = Value(name);
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException broken)
        {
            throw new ToolException($"Error: the argument '{name}' is no valid Unicode text.", broken);
        }
    }

    /// <summary>A whole number that may be left out; <c>null</c> where it is, or is none.</summary>
    public int? OptionalNumber(string name) => Value(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) ? number : null;

    /// <summary>A flag; off where it is left out.</summary>
    public bool Flag(string name) => Value(name).ValueKind == JsonValueKind.True;

    private JsonElement Value(string name)
    {
        foreach (KeyValuePair<string, JsonElement> argument in given ?? [])
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return default;
    }
}
