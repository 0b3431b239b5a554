using System.Buffers;
using System.Globalization;
using System.Text;

namespace Headroom.Compression.Markers;

/// <summary>
/// The one marker grammar: <c>[200 rows → 14 shown. Full content: headroom_retrieve hash=1a2b3c4d5e6f7a8b9c0d1e2f]</c>.
/// Text in an input that looks like a marker is inert: only a store decides whether a handle resolves.
/// </summary>
public static class Marker
{
    /// <summary>The tool that redeems a marker.</summary>
    public const string ToolName = "headroom_retrieve";

    private static ReadOnlySpan<byte> HashKey => "hash="u8;

    /// <summary>Writes a marker for content of which a part is shown.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="total">How much there is.</param>
    /// <param name="unit">Of what, in the plural: <c>rows</c>, <c>lines</c>, <c>characters</c>.</param>
    /// <param name="shown">How much of it is shown.</param>
    /// <param name="hash">The handle.</param>
    public static void Write(IBufferWriter<byte> output, long total, string unit, long shown, MarkerHash hash) =>
        Write(output, string.Create(CultureInfo.InvariantCulture, $"{total} {unit} → {shown} shown"), hash);

    /// <summary>Writes a marker with a summary of its own, such as <c>lossless table</c>.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="summary">What was done, without a closing full stop.</param>
    /// <param name="hash">The handle.</param>
    public static void Write(IBufferWriter<byte> output, string summary, MarkerHash hash) =>
        Encoding.UTF8.GetBytes($"[{summary}{Handle(hash)}", output);

    /// <summary>A text whose last marker keeps its summary and loses its handle, for texts that get a marker together.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="hash">The handle of its marker.</param>
    public static byte[] WithoutHandle(byte[] utf8, MarkerHash hash)
    {
        byte[] handle = Encoding.UTF8.GetBytes(Handle(hash));
        int at = utf8.AsSpan().LastIndexOf(handle);
        return at < 0 ? utf8 : [.. utf8.AsSpan(0, at), (byte)']', .. utf8.AsSpan(at + handle.Length)];
    }

    /// <summary>Finds the next handle written as in a marker, from <paramref name="position"/> on.</summary>
    /// <param name="utf8">Any text.</param>
    /// <param name="position">Where to begin; afterwards behind the handle that was found.</param>
    /// <param name="hash">The handle.</param>
    public static bool TryReadNext(ReadOnlySpan<byte> utf8, ref int position, out MarkerHash hash)
    {
        while (position < utf8.Length)
        {
            int found = utf8[position..].IndexOf(HashKey);
            if (found < 0)
            {
                break;
            }

            position += found + HashKey.Length;
            ReadOnlySpan<byte> digits = utf8[position..];
            bool ends = digits.Length == MarkerHash.Length || (digits.Length > MarkerHash.Length && !char.IsAsciiHexDigit((char)digits[MarkerHash.Length]));
            if (ends && MarkerHash.TryParse(digits[..MarkerHash.Length], out hash))
            {
                position += MarkerHash.Length;
                return true;
            }
        }

        position = utf8.Length;
        hash = default;
        return false;
    }

    private static string Handle(MarkerHash hash) => $". Full content: {ToolName} hash={hash}]";
}
