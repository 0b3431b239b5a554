using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Headroom.Compression.Markers;

/// <summary>
/// The handle in a marker: 24 lowercase hexadecimal digits, the first 12 bytes of
/// HMAC-SHA-256(tenant secret, content hash). It names an original without revealing its content hash.
/// </summary>
public readonly record struct MarkerHash
{
    /// <summary>The number of hexadecimal digits.</summary>
    public const int Length = 24;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string? _digits;

    private MarkerHash(string digits) => _digits = digits;

    /// <summary>Makes the handle from the first 12 bytes of a keyed hash.</summary>
    /// <param name="keyedHash">At least 12 bytes.</param>
    public static MarkerHash FromKeyedHash(ReadOnlySpan<byte> keyedHash) =>
        new(Convert.ToHexStringLower(keyedHash[..(Length / 2)]));

    /// <summary>Reads a handle; anything but exactly 24 lowercase hexadecimal digits is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MarkerHash hash)
    {
        bool valid = text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Digits);
        hash = valid ? new MarkerHash(text!) : default;
        return valid;
    }

    /// <inheritdoc cref="TryParse(string?, out MarkerHash)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out MarkerHash hash)
    {
        hash = default;
        return utf8.Length == Length && TryParse(Encoding.ASCII.GetString(utf8), out hash);
    }

    /// <summary>The 24 digits.</summary>
    public override string ToString() => _digits ?? new string('0', Length);
}
