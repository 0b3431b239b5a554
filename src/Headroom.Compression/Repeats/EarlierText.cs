using System.Globalization;
using System.Text;

namespace Headroom.Compression.Repeats;

/// <summary>A text that stands earlier in the request, and the words by which a reader finds it there.</summary>
internal sealed class EarlierText(string? toolName, ReadOnlyMemory<byte> text)
{
    private const int MaxOpening = 48;

    private TextUnits? _units;

    /// <value>The text as it goes upstream.</value>
    public ReadOnlyMemory<byte> Text { get; } = text;

    /// <value>Its units; found when first asked for.</value>
    public TextUnits Units => _units ??= TextUnits.Split(Text);

    /// <value>Such as <c>the last full result of Read above that begins "import os" (214 lines)</c>; <c>null</c> where nothing tells it apart.</value>
    public string? Name { get; } = NameOf(toolName, text.Span);

    private static string? NameOf(string? toolName, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = text.TrimStart(" \t\r\n"u8);
        int end = line.IndexOfAnyInRange((byte)0, (byte)31);
        line = end < 0 ? line : line[..end];
        int quote = line.IndexOf((byte)'"');
        line = (quote < 0 ? line : line[..quote]).TrimEnd((byte)' ');
        if (line.Length > MaxOpening)
        {
            int cut = MaxOpening;
            while (cut > 0 && (line[cut] & 0xC0) == 0x80)
            {
                cut--;
            }

            line = line[..cut];
        }

        if (line.Length < 3 && toolName is null)
        {
            return null;
        }

        int lines = text.Count((byte)'\n') + (text.EndsWith("\n"u8) ? 0 : 1);
        string what = toolName is null ? "tool result" : $"result of {toolName}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the last full {what} above that begins \"{Encoding.UTF8.GetString(line)}\" ({lines} {(lines == 1 ? "line" : "lines")})");
    }
}
