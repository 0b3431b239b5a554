using System.Collections.Frozen;
using System.Text;

namespace Headroom.Compression.Json;

/// <summary>The parts of the table notation; a legend explains only those that a text uses.</summary>
[Flags]
internal enum Notation
{
    Rows = 1,
    Values = 2,
    Keys = 4,
    Documents = 8,
    Constant = 16,
    Sequence = 32,
    Hole = 64,
    Source = 128,
    Codes = 256,
    Absent = 512,
    Order = 1024,
    Sample = 2048,
    Clip = 4096,
    Twin = 8192,
    Text = 16384,
    Fold = 32768,
    Names = 65536,
    Relative = 131072,
}

/// <summary>One line that tells a model how to read the tables below it.</summary>
internal static class Legend
{
    private static readonly (Notation Part, string Text)[] Sentences =
    [
        (Notation.Rows, "\"#N rows\" is an array of N objects"),
        (Notation.Values, "\"#N values\" is an array of N values"),
        (Notation.Keys, "\"#N keys\" is an object of N members"),
        (Notation.Documents, "\"#N documents\" is JSON Lines"),
        (Notation.Constant, "name=value holds for every row"),
        (Notation.Sequence, "a,b…z counts up per row"),
        (Notation.Hole, "<*> is the cell"),
        (Notation.Source, "<name> is that column's value"),
        (Notation.Absent, "an empty cell is an absent key"),
        (Notation.Twin, "name~2 is name at another place in the object"),
        (Notation.Relative, ".c after a.b is a.c, and ..c after a.b.d is a.c"),
        (Notation.Order, "(=.) is key order: = stated, . cell"),
        (Notation.Sample, "shown rows begin with their index"),
        (Notation.Clip, "\"a\"…N…\"b\" leaves out N characters"),
        (Notation.Fold, "+N like \"c\" stands for N lines that differ in the values behind it"),
        (Notation.Names, "$A stands for what follows $A=, and $A{1,2} fills its keys without a value, in order"),
        (Notation.Text, "<text N> is the string below \"--- text N\""),
    ];

    private static readonly FrozenDictionary<Notation, string> CellSentences = new Dictionary<Notation, string>
    {
        [Notation.Twin] = "name~2 is the second column of that name",
        [Notation.Order] = "(=.) is the order of columns: = stated, . cell",
    }.ToFrozenDictionary();

    /// <summary>The legend for the parts that were used.</summary>
    public static string For(Notation used)
    {
        // "#500 values, 9 shown" and numbered lines speak for themselves.
        if ((used & ~(Notation.Values | Notation.Sample)) == 0)
        {
            return "";
        }

        const Notation NoTables = Notation.Clip | Notation.Fold | Notation.Text | Notation.Names;
        return Of((used & (Notation.Text | Notation.Names)) != 0 && (used & ~NoTables) == 0 ? "JSON" : "JSON as tables", used);
    }

    /// <summary>The legend of a table that was text: its cells are texts, and none is absent.</summary>
    /// <param name="name">What the table was.</param>
    /// <param name="used">The parts that were used.</param>
    public static string ForCells(string name, Notation used) =>
        Of(name, used & ~(Notation.Rows | Notation.Values | Notation.Keys | Notation.Documents | Notation.Absent), CellSentences);

    private static string Of(string name, Notation used, FrozenDictionary<Notation, string>? otherwise = null)
    {
        var text = new StringBuilder(name);
        string separator = ": ";
        foreach ((Notation part, string sentence) in Sentences)
        {
            if ((used & part) != 0)
            {
                text.Append(separator).Append(otherwise?.GetValueOrDefault(part) ?? sentence);
                separator = "; ";
            }
        }

        return text.Append('.').Append('\n').ToString();
    }
}
