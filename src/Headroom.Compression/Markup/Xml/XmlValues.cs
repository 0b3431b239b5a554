using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Headroom.Compression.Json;
using Headroom.Compression.Sequences;

namespace Headroom.Compression.Markup.Xml;

/// <summary>
/// The values of an XML text as JSON: attributes and elements are members, elements of one name are an array, text beside
/// attributes is <c>text</c>. Every value is written as it stands, entities included; where text and elements mix, the
/// content of the element is one value. White space around values, comments and the order among unlike elements are lost.
/// </summary>
internal readonly ref struct XmlValues
{
    private const int MinRun = 8;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly XmlTree _tree;
    private readonly ArrayBufferWriter<byte> _output;

    private XmlValues(ReadOnlySpan<byte> utf8, XmlTree tree)
    {
        _utf8 = utf8;
        _tree = tree;
        _output = new ArrayBufferWriter<byte>(Math.Max(256, utf8.Length));
    }

    /// <summary>Whether so much of a text is runs of elements of one name that tables are worth their names.</summary>
    public static bool HasRuns(XmlTree tree, int length)
    {
        long bytes = 0;
        for (int parent = 0; parent < tree.Nodes.Length; parent++)
        {
            if (tree.Nodes[parent].ChildCount >= MinRun)
            {
                bytes += tree.Nodes[parent].Content.Length;
                parent = tree.Nodes[parent].End - 1;
            }
        }

        return bytes * 2 >= length;
    }

    /// <summary>Writes the values.</summary>
    public static byte[] Write(ReadOnlySpan<byte> utf8, XmlTree tree)
    {
        var values = new XmlValues(utf8, tree);
        values._output.Write("{"u8);
        values.WriteName(tree.Nodes[0].Name.Of(utf8));
        values.WriteElement(0);
        values._output.Write("}"u8);
        return values._output.WrittenSpan.ToArray();
    }

    private void WriteElement(int index)
    {
        XmlNode node = _tree.Nodes[index];
        bool isMixed = node.HasText && node.ChildCount > 0;
        if (node.AttributeCount == 0 && (node.ChildCount == 0 || isMixed))
        {
            WriteScalar(TextOf(node));
            return;
        }

        var groups = new Dictionary<int, List<int>>();
        List<int> order = isMixed ? [] : Group(index, node, groups);
        string separator = "{";
        for (int i = node.FirstAttribute; i < node.FirstAttribute + node.AttributeCount; i++)
        {
            (Extent name, Extent value) = _tree.Attribute(i);
            Ascii(separator);
            separator = ",";
            bool isTaken = groups.ContainsKey(_tree.IdOf(name.Of(_utf8)));
            WriteName(name.Of(_utf8), isTaken ? "@"u8 : default);
            WriteScalar(value.Of(_utf8));
        }

        if (node.HasText)
        {
            Ascii(separator);
            separator = ",";
            WriteName("text"u8, groups.ContainsKey(_tree.IdOf("text"u8)) || HasAttribute(node, "text"u8) ? "#"u8 : default);
            WriteScalar(TextOf(node));
        }

        foreach (int name in order)
        {
            Ascii(separator);
            separator = ",";
            WriteGroup(name, groups[name]);
        }

        Ascii(separator == "{" ? "{}" : "}");
    }

    private void WriteGroup(int name, List<int> elements)
    {
        WriteName(_tree.Name(name));
        _output.Write(elements.Count > 1 ? "["u8 : default);
        for (int i = 0; i < elements.Count; i++)
        {
            _output.Write(i > 0 ? ","u8 : default);
            WriteElement(elements[i]);
        }

        _output.Write(elements.Count > 1 ? "]"u8 : default);
    }

    private List<int> Group(int index, XmlNode node, Dictionary<int, List<int>> groups)
    {
        List<int> order = [];
        for (int child = index + 1; child < node.End; child = _tree.Nodes[child].End)
        {
            int name = _tree.Nodes[child].NameId;
            ref List<int>? elements = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, name, out bool exists);
            if (!exists)
            {
                order.Add(name);
            }

            (elements ??= []).Add(child);
        }

        return order;
    }

    private bool HasAttribute(XmlNode node, ReadOnlySpan<byte> name)
    {
        for (int i = node.FirstAttribute; i < node.FirstAttribute + node.AttributeCount; i++)
        {
            if (_tree.Attribute(i).Name.Of(_utf8).SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    // The text of an element, without the signs of a character section that is all of it.
    private ReadOnlySpan<byte> TextOf(XmlNode node)
    {
        ReadOnlySpan<byte> text = node.Content.Of(_utf8).Trim(" \t\r\n"u8);
        bool isSection = text.StartsWith("<![CDATA["u8) && text.IndexOf("]]>"u8) == text.Length - 3;
        return isSection ? text[9..^3] : text;
    }

    private void WriteName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> sign = default)
    {
        _output.Write("\""u8);
        _output.Write(sign);
        JsonText.WriteEscaped(_output, name);
        _output.Write("\":"u8);
    }

    // A number is one where JSON can keep its digits as they stand.
    private void WriteScalar(ReadOnlySpan<byte> text)
    {
        bool isNumber = text.Length > 0 && text[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9') && Scalar.IsNumber(text);
        ReadOnlySpan<byte> digits = isNumber && text[0] == '-' ? text[1..] : text;
        if (isNumber && !(digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit((char)digits[1])))
        {
            _output.Write(text);
            return;
        }

        _output.Write("\""u8);
        JsonText.WriteEscaped(_output, text);
        _output.Write("\""u8);
    }

    private void Ascii(string text) => Encoding.ASCII.GetBytes(text, (IBufferWriter<byte>)_output);
}
