using System.Buffers.Binary;
using System.Globalization;
using System.Text.Unicode;

namespace Headroom.Compression.Opaque;

/// <summary>What a file is, by its first bytes; pictures with their size in pixels.</summary>
internal static class FileSignature
{
    private const int MinText = 32;

    private static readonly (byte[] Magic, string Name)[] Signatures =
    [
        ([0x7F, .. "ELF"u8], "ELF"),
        ([0x1F, 0x8B], "gzip"),
        ([.. "PK\u0003\u0004"u8], "zip"),
        ([.. "BZh"u8], "bzip2"),
        ([0xFD, .. "7zXZ\0"u8], "xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"),
        ([.. "%PDF-"u8], "PDF"),
        ([.. "SQLite format 3\0"u8], "SQLite database"),
        ([0, .. "asm"u8], "WebAssembly"),
        ([0xCA, 0xFE, 0xBA, 0xBE], "Java class or Mach-O"),
        ([0xCF, 0xFA, 0xED, 0xFE], "Mach-O"),
        ([.. "OggS"u8], "Ogg"),
        ([.. "ID3"u8], "MP3"),
        ([.. "wOFF"u8], "WOFF font"),
        ([.. "wOF2"u8], "WOFF2 font"),
        ([0, 1, 0, 0, 0], "TrueType font"),
        ([.. "BM"u8], "BMP"),
        ([0x49, 0x49, 0x2A, 0], "TIFF"),
        ([0x4D, 0x4D, 0, 0x2A], "TIFF"),
        ([.. "MZ"u8], "Windows executable"),
        ([0x30, 0x82], "DER"),
    ];

    /// <summary>What the bytes are the beginning of; <c>null</c> where that cannot be told.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="isWhole">Whether there are no more.</param>
    public static string? Of(ReadOnlySpan<byte> head, bool isWhole) =>
        Picture(head) ?? Container(head) ?? Known(head) ?? (IsText(head, isWhole) ? "text" : null);

    private static string? Known(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] magic, string name) in Signatures)
        {
            if (head.StartsWith(magic))
            {
                return name;
            }
        }

        return null;
    }

    private static string? Picture(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 24 && head.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]) && head[12..].StartsWith("IHDR"u8))
        {
            return Sized("PNG", BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]));
        }

        if (head.Length >= 10 && (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)))
        {
            return Sized("GIF", BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Jpeg(head) : null;
    }

    // The frame header (SOF) of a JPEG holds its height and width; segments before it are passed over.
    private static string Jpeg(ReadOnlySpan<byte> head)
    {
        for (int at = 2; at + 9 < head.Length && head[at] == 0xFF;)
        {
            byte marker = head[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Sized("JPEG", BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
        }

        return "JPEG";
    }

    private static string? Container(ReadOnlySpan<byte> head) =>
        head.Length < 12 ? null
        : head.StartsWith("RIFF"u8) ? (head[8..].StartsWith("WEBP"u8) ? "WebP" : head[8..].StartsWith("WAVE"u8) ? "WAV" : "RIFF")
        : head[4..].StartsWith("ftyp"u8) ? "MP4"
        : head.Length > 262 && head[257..].StartsWith("ustar"u8) ? "tar"
        : null;

    private static bool IsText(ReadOnlySpan<byte> head, bool isWhole)
    {
        if (head.Length < MinText)
        {
            return false;
        }

        // The last character may be cut.
        int cut = 0;
        while (!isWhole && cut < 4 && !Utf8.IsValid(head[..^cut]))
        {
            cut++;
        }

        ReadOnlySpan<byte> text = head[..^cut];
        return Utf8.IsValid(text) && text.IndexOfAnyInRange((byte)0, (byte)8) < 0 && text.IndexOfAnyInRange((byte)14, (byte)31) < 0;
    }

    private static string Sized(string name, uint width, uint height) => string.Create(CultureInfo.InvariantCulture, $"{name} {width}×{height}");
}
