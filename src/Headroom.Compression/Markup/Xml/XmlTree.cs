using System.Buffers;
using System.Runtime.InteropServices;
using Headroom.Compression.Json;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Markup.Xml;

/// <summary>
/// Where the elements of a well-formed XML text lie (XML 1.0). Nothing is resolved: entities stay as they are written, and a
/// document that declares its own is refused, and so is one that is nested very deep.
/// </summary>
internal ref struct XmlTree : IDisposable
{
    /// <summary>Deeper nesting is no data that a table could hold.</summary>
    public const int MaxDepth = 30;

    private const int MaxAttributes = 256;

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>=<\"'&"u8);
    private static readonly SearchValues<byte> Spaces = SearchValues.Create(" \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly List<XmlNode> _nodes = [];
    private readonly ByteInterner _names = new([]);
    private readonly List<(Extent Name, Extent Value)> _attributes = [];
    private readonly int[] _open = new int[MaxDepth];
    private int _depth;
    private int _at;

    private XmlTree(ReadOnlySpan<byte> utf8) => _utf8 = utf8;

    /// <value>The elements, each before those that are in it.</value>
    public readonly ReadOnlySpan<XmlNode> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <inheritdoc/>
    public readonly void Dispose() => _names.Dispose();

    /// <summary>The number of a name; -1 where no element has it.</summary>
    public readonly int IdOf(ReadOnlySpan<byte> name) => _names.Find(JsonKind.Key, name);

    /// <summary>The name behind a number.</summary>
    public readonly ReadOnlySpan<byte> Name(int id) => _names[id];

    /// <value>How many comments and processing instructions there are.</value>
    public int RemarkCount { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <returns>Whether it is well formed, with one element around all others.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, CancellationToken cancellationToken, out XmlTree tree)
    {
        tree = new XmlTree(utf8) { _at = utf8.StartsWith("\uFEFF"u8) ? 3 : 0 };
        int steps = 0;
        while (tree._at < utf8.Length)
        {
            if (steps++ % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!tree.TryReadText() || (tree._at < utf8.Length && !tree.TryReadTag()))
            {
                return false;
            }
        }

        return tree._depth == 0 && tree._nodes.Count > 0 && tree._nodes[0].End == tree._nodes.Count;
    }

    /// <summary>An attribute.</summary>
    public readonly (Extent Name, Extent Value) Attribute(int index) => _attributes[index];

    private bool TryReadText()
    {
        int length = _utf8[_at..].IndexOf((byte)'<');
        int end = length < 0 ? _utf8.Length : _at + length;
        if (_utf8[_at..end].ContainsAnyExcept(Spaces))
        {
            if (_depth == 0)
            {
                return false;
            }

            MarkText();
        }

        _at = end;
        return true;
    }

    private readonly ref XmlNode NodeAt(int index) => ref CollectionsMarshal.AsSpan(_nodes)[index];

    private readonly void MarkText()
    {
        NodeAt(_open[_depth - 1]).HasText = true;
    }

    private bool TryReadTag()
    {
        ReadOnlySpan<byte> rest = _utf8[_at..];
        if (rest.StartsWith("<!--"u8) || rest.StartsWith("<?"u8))
        {
            RemarkCount++;
            return TrySkip(rest[1] == '?' ? "?>"u8 : "-->"u8);
        }

        if (rest.StartsWith("<![CDATA["u8) && _depth > 0)
        {
            MarkText();
            return TrySkip("]]>"u8);
        }

        if (rest.StartsWith("<!DOCTYPE"u8))
        {
            // One with declarations of its own is refused.
            int end = rest.IndexOf((byte)'>');
            bool isPlain = _nodes.Count == 0 && end > 0 && !rest[..end].Contains((byte)'[');
            _at += end + 1;
            return isPlain;
        }

        return rest.StartsWith("</"u8) ? TryClose() : TryOpen();
    }

    private bool TrySkip(ReadOnlySpan<byte> end)
    {
        int length = _utf8[_at..].IndexOf(end);
        _at += length + end.Length;
        return length > 0;
    }

    private bool TryClose()
    {
        if (_depth == 0)
        {
            return false;
        }

        ref XmlNode node = ref NodeAt(_open[--_depth]);
        ReadOnlySpan<byte> name = node.Name.Of(_utf8);
        int end = _utf8[_at..].IndexOf((byte)'>');
        if (end < 0 || !_utf8[(_at + 2)..].StartsWith(name) || _utf8[(_at + 2 + name.Length)..(_at + end)].ContainsAnyExcept(Spaces))
        {
            return false;
        }

        node.Content = new Extent(node.Content.Start, _at);
        _at += end + 1;
        node.Whole = new Extent(node.Whole.Start, _at);
        node.End = _nodes.Count;
        return true;
    }

    private bool TryOpen()
    {
        int start = _at++;
        Extent name = ReadName();
        if (name.Length == 0 || _depth == MaxDepth || (_depth == 0 && _nodes.Count > 0))
        {
            return false;
        }

        var node = new XmlNode { Name = name, FirstAttribute = _attributes.Count, End = _nodes.Count + 1 };
        while (true)
        {
            bool isSpaced = SkipSpace();
            if (_at >= _utf8.Length)
            {
                return false;
            }

            if (_utf8[_at] is (byte)'>' or (byte)'/')
            {
                break;
            }

            if (!isSpaced || node.AttributeCount++ == MaxAttributes || !TryReadAttribute())
            {
                return false;
            }
        }

        bool isEmpty = _utf8[_at] == '/';
        _at += isEmpty ? 2 : 1;
        if (_at > _utf8.Length || _utf8[_at - 1] != '>')
        {
            return false;
        }

        node.Whole = new Extent(start, _at);
        node.Content = new Extent(_at, _at);
        if (_depth > 0)
        {
            NodeAt(_open[_depth - 1]).ChildCount++;
        }

        node.NameId = _names.AddCopy(JsonKind.Key, name.Of(_utf8));
        if (!isEmpty)
        {
            _open[_depth++] = _nodes.Count;
        }

        _nodes.Add(node);
        return true;
    }

    private bool TryReadAttribute()
    {
        Extent name = ReadName();
        SkipSpace();
        if (name.Length == 0 || _at >= _utf8.Length || _utf8[_at++] != '=')
        {
            return false;
        }

        SkipSpace();
        if (_at >= _utf8.Length || _utf8[_at] is not ((byte)'"' or (byte)'\''))
        {
            return false;
        }

        byte quote = _utf8[_at++];
        int length = _utf8[_at..].IndexOfAny(quote, (byte)'<');
        if (length < 0 || _utf8[_at + length] == '<')
        {
            return false;
        }

        _attributes.Add((name, new Extent(_at, _at + length)));
        _at += length + 1;
        return true;
    }

    private Extent ReadName()
    {
        int length = _utf8[_at..].IndexOfAny(NameEnds);
        int start = _at;
        _at = length < 0 ? _utf8.Length : _at + length;
        bool isName = _at > start && (char.IsAsciiLetter((char)_utf8[start]) || _utf8[start] is (byte)'_' or >= 0x80);
        return isName ? new Extent(start, _at) : new Extent(start, start);
    }

    private bool SkipSpace()
    {
        int length = _utf8[_at..].IndexOfAnyExcept(Spaces);
        int start = _at;
        _at = length < 0 ? _utf8.Length : _at + length;
        return _at > start;
    }
}
