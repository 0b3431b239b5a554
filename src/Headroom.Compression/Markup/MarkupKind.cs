namespace Headroom.Compression.Markup;

/// <summary>What kind of markup a text is.</summary>
internal enum MarkupKind
{
    /// <summary>None, or one that stays as it is.</summary>
    None,

    /// <summary>A page, or a part of one.</summary>
    Html,

    /// <summary>Well-formed XML with runs of elements of one name.</summary>
    Xml,
}
