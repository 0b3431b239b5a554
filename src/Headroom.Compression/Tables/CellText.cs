namespace Headroom.Compression.Tables;

/// <summary>What a cell says, without the signs that only set it apart.</summary>
internal static class CellText
{
    /// <summary>The text of a cell; doubled quotes are one.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> utf8, TableCell cell)
    {
        ReadOnlySpan<byte> text = cell.Place.Of(utf8);
        if (!cell.HasDoubledQuotes)
        {
            return text;
        }

        byte[] single = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            single[length++] = text[i];
            i += text[i] == '"' ? 1 : 0;
        }

        return single.AsSpan(0, length);
    }
}
