namespace Headroom.Compression.Json;

/// <summary>What an entry of a <see cref="JsonIndex"/> is.</summary>
internal enum JsonKind : byte
{
    Object,
    Array,
    Key,
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>One value or key of a <see cref="JsonIndex"/>, in document order.</summary>
internal struct JsonEntry
{
    /// <summary>What it is.</summary>
    public JsonKind Kind;

    /// <summary>The interned value of a scalar or key; -1 for a container that was not interned.</summary>
    public int Value;

    /// <summary>Items of an array or members of an object.</summary>
    public int Count;

    /// <summary>The entry behind this one and all that is in it.</summary>
    public int End;

    /// <summary>Bytes that a container takes in the text.</summary>
    public int Length;
}
