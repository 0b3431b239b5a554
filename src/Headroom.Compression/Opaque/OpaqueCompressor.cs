using System.Buffers.Text;
using System.Globalization;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Detection;
using Headroom.Compression.Markers;
using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Opaque;

/// <summary>
/// Text that tells a reader nothing: its beginning and its end, how much there is, and what it is the encoding of. Nothing of
/// it can be given back but by retrieval, so that it is shortened only where there is a marker.
/// </summary>
internal sealed class OpaqueCompressor : IContentCompressor
{
    private const int HeadBytes = 64;
    private const int TailBytes = 16;
    private const int MinifiedHead = 320;
    private const int MinifiedTail = 96;
    private const int DumpHead = 4;
    private const int DumpTail = 1;

    // Enough for the header of a picture; a JPEG may hold a preview before it.
    private const int DecodedBytes = 1 << 16;

    /// <inheritdoc/>
    public ContentKind Kind => ContentKind.Opaque;

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Propose(
        ReadOnlySpan<byte> content, in BlockContext context, CompressionProfile profile, CancellationToken cancellationToken)
    {
        if (context.Marker is not { } marker || !profile.MayOmit)
        {
            return [];
        }

        OpaqueKind kind = OpaqueEvidence.KindOfEncoding(content);
        kind = kind == OpaqueKind.None && OpaqueEvidence.IsMinified(content) ? OpaqueKind.Minified : kind;
        if (kind == OpaqueKind.None)
        {
            return [];
        }

        cancellationToken.ThrowIfCancellationRequested();
        using var output = new Utf8Text(1024);
        Anchors used = Anchors.None;
        int shown = kind switch
        {
            OpaqueKind.HexDump => WriteDump(output, content),
            OpaqueKind.Pem => WritePem(output, content),
            OpaqueKind.Minified => WriteMinified(output, content, context.Anchors, out used),
            _ => WriteEncoded(output, content),
        };
        string facts = FactsOf(content, kind);
        int total = kind == OpaqueKind.HexDump ? LinesIn(content) : content.Length;
        string unit = kind == OpaqueKind.HexDump ? "lines" : "bytes";
        Marker.Write(output.Append("\n"u8), string.Create(CultureInfo.InvariantCulture, $"{total} {unit} of {facts} → {shown} shown"), marker);
        return output.Length < content.Length ? [new Proposal(output.ToArray(), IsLossless: false, ["opaque:ends"], total, shown, used)] : [];
    }

    private static string FactsOf(ReadOnlySpan<byte> content, OpaqueKind kind)
    {
        ReadOnlySpan<byte> text = content.Trim(" \t\r\n"u8);
        byte[] bytes = new byte[Math.Min(DecodedBytes, text.Length)];
        switch (kind)
        {
            case OpaqueKind.Base64:
                ReadOnlySpan<byte> payload = text[OpaqueEvidence.PrefixOfDataUrl(text)..];
                int decoded = Base64.IsValid(payload, out int length) ? length : (payload.Length - payload.Count((byte)'\n') - payload.Count((byte)'\r')) * 3 / 4;
                _ = Base64.DecodeFromUtf8(payload, bytes, out _, out int written, isFinalBlock: false);
                return string.Create(CultureInfo.InvariantCulture, $"base64 ({decoded} bytes{Named(bytes.AsSpan(0, written), written == decoded)})");
            case OpaqueKind.Hex:
                int digits = text.Length - text.Count((byte)'\n') - text.Count((byte)'\r') - (text.StartsWith("0x"u8) ? 2 : 0);
                written = HexValue.Decode(text, bytes);
                return string.Create(CultureInfo.InvariantCulture, $"hex ({digits / 2} bytes{Named(bytes.AsSpan(0, written), written == digits / 2)})");
            case OpaqueKind.HexDump:
                written = HexDump.Decode(text, bytes.AsSpan(0, Math.Min(bytes.Length, 512)));
                return FileSignature.Of(bytes.AsSpan(0, written), false) is { } name ? $"a hex dump ({name})" : "a hex dump";
            case OpaqueKind.Pem:
                return "PEM";
            default:
                return "minified text";
        }
    }

    private static string Named(ReadOnlySpan<byte> head, bool isWhole) => FileSignature.Of(head, isWhole) is { } name ? $", {name}" : "";

    private static int WriteEncoded(Utf8Text output, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> text = content.Trim(" \t\r\n"u8);
        int head = OpaqueEvidence.PrefixOfDataUrl(text) + HeadBytes;
        WriteEnds(output, text, head, TailBytes);
        return head + TailBytes;
    }

    private static int WriteDump(Utf8Text output, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> text = content.Trim("\r\n"u8);
        using var lines = TextLines.Split(text);
        output.Append(lines.Verbatim(text, 0, DumpHead));
        output.Append("… "u8).Append(lines.Count - DumpHead - DumpTail).Append(" more lines\n"u8);
        output.Append(lines.Verbatim(text, lines.Count - DumpTail, lines.Count));
        return DumpHead + DumpTail;
    }

    // What stands around the blocks stays; so do the lines that begin and end them.
    private static int WritePem(Utf8Text output, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> text = content.TrimEnd("\r\n"u8);
        int shown = 0;
        int done = 0;
        for (int position = 0; PemBlocks.TryNext(text, ref position, out Extent body);)
        {
            ReadOnlySpan<byte> inside = body.Of(text);
            output.Append(text[done..body.Start]);
            shown += body.Start - done;
            if (inside.Length <= 2 * (HeadBytes + TailBytes))
            {
                output.Append(inside);
                shown += inside.Length;
            }
            else
            {
                WriteEnds(output, inside.TrimEnd("\r\n"u8), HeadBytes / 2, TailBytes);
                output.Append("\n"u8);
                shown += (HeadBytes / 2) + TailBytes;
            }

            done = body.End;
        }

        output.Append(text[done..]);
        return shown + text.Length - done;
    }

    private static int WriteMinified(Utf8Text output, ReadOnlySpan<byte> content, Anchors anchors, out Anchors used)
    {
        List<Extent> pieces = MinifiedPassages.Find(content, MinifiedHead, MinifiedTail, anchors, out used);
        int shown = 0;
        int done = 0;
        foreach (Extent piece in pieces)
        {
            if (piece.Start > done)
            {
                output.Append("…"u8).Append(piece.Start - done).Append(" bytes…"u8);
            }

            output.Append(piece.Of(content));
            shown += piece.Length;
            done = piece.End;
        }

        return shown;
    }

    private static void WriteEnds(Utf8Text output, ReadOnlySpan<byte> text, int head, int tail) =>
        output.Append(text[..head]).Append("…"u8).Append(text.Length - head - tail).Append(" bytes…"u8).Append(text[^tail..]);

    private static int LinesIn(ReadOnlySpan<byte> content)
    {
        using TextLines lines = TextLines.Split(content.Trim("\r\n"u8));
        return lines.Count;
    }
}
