using System.Buffers.Binary;
using System.Text;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Storage;

/// <summary>
/// A packed content and its description in one run of bytes, for stores that keep a value under a key. Version 1, integers
/// little-endian: version (1 byte), flags (1: packed, 2: has a tool name), length (8), tokens, items, shown (4 each), then the
/// kind and the tool name as UTF-8 behind their length (2 each), then the packed bytes. An empty frame stands for a content
/// whose bytes were found damaged.
/// </summary>
public static class ContentFrame
{
    private const byte Version = 1;
    private const byte Packed = 1;
    private const byte HasTool = 2;
    private const int FixedSize = 1 + 1 + 8 + (3 * 4) + 2 + 2;

    /// <summary>Writes a content.</summary>
    public static byte[] Write(PackedContent content)
    {
        ContentDescription description = content.Description;
        byte[] kind = Encoding.UTF8.GetBytes(description.Kind);
        byte[] tool = Encoding.UTF8.GetBytes(description.ToolName ?? "");
        byte[] frame = new byte[FixedSize + kind.Length + tool.Length + content.Bytes.Length];
        frame[0] = Version;
        frame[1] = (byte)((content.IsPacked ? Packed : 0) | (description.ToolName is null ? 0 : HasTool));
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(2), content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(10), description.Tokens);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(14), description.ItemCount);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(18), description.ShownItemCount);
        Span<byte> rest = WriteText(WriteText(frame.AsSpan(22), kind), tool);
        content.Bytes.CopyTo(rest);
        return frame;
    }

    /// <summary>Reads a content and verifies it against its hash.</summary>
    /// <returns><see cref="ContentLookup.Found"/>, or <see cref="ContentLookup.Damaged"/> for anything else than was written.</returns>
    public static ContentLookup Read(ReadOnlyMemory<byte> frame, ContentHash hash)
    {
        ReadOnlySpan<byte> bytes = frame.Span;
        if (bytes.Length < FixedSize || bytes[0] != Version || !TryReadText(bytes[22..], out string kind, out int kindEnd)
            || !TryReadText(bytes[(22 + kindEnd)..], out string tool, out int toolEnd))
        {
            return new ContentLookup.Damaged();
        }
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes[2..]);
        if (!Packing.TryUnpack(frame[(22 + kindEnd + toolEnd)..], (bytes[1] & Packed) != 0, length, hash, out ReadOnlyMemory<byte> content))
            return new ContentLookup.Damaged();
        ContentDescription description = new(
            kind,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[10..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]),
            (bytes[1] & HasTool) != 0 ? tool : null);
        return new ContentLookup.Found(content, length, description);
    }

    private static Span<byte> WriteText(Span<byte> destination, byte[] text)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, checked((ushort)text.Length));
        text.CopyTo(destination[2..]);
        return destination[(2 + text.Length)..];
    }

    private static bool TryReadText(ReadOnlySpan<byte> source, out string text, out int end)
    {
        end = source.Length < 2 ? int.MaxValue : 2 + BinaryPrimitives.ReadUInt16LittleEndian(source);
        bool fits = end <= source.Length;
        text = fits ? Encoding.UTF8.GetString(source[2..end]) : "";
        return fits;
    }
}
