namespace Headroom.Compression.Opaque;

/// <summary>How a text is opaque.</summary>
internal enum OpaqueKind
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Base64 (RFC 4648), in one line or in lines of one length, or a <c>data:</c> URL of it.</summary>
    Base64,

    /// <summary>Hexadecimal digits.</summary>
    Hex,

    /// <summary>Lines of <c>xxd</c>, <c>hexdump</c> or <c>od</c>.</summary>
    HexDump,

    /// <summary>Base64 between <c>BEGIN</c> and <c>END</c> lines (RFC 7468).</summary>
    Pem,

    /// <summary>One long line with hardly a space, such as minified code.</summary>
    Minified,
}
