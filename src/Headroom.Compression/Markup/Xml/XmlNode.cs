using Headroom.Compression.Sequences;

namespace Headroom.Compression.Markup.Xml;

/// <summary>One element of an <see cref="XmlTree"/>, in document order.</summary>
internal struct XmlNode
{
    /// <summary>Its name, with the prefix.</summary>
    public Extent Name;

    /// <summary>A number that elements of one name share.</summary>
    public int NameId;

    /// <summary>All of it, tags included.</summary>
    public Extent Whole;

    /// <summary>What stands between its tags.</summary>
    public Extent Content;

    /// <summary>The first of its attributes.</summary>
    public int FirstAttribute;

    /// <summary>How many attributes it has.</summary>
    public int AttributeCount;

    /// <summary>Elements directly inside of it.</summary>
    public int ChildCount;

    /// <summary>The node behind this one and all that is in it.</summary>
    public int End;

    /// <summary>Whether it has text of its own.</summary>
    public bool HasText;
}
