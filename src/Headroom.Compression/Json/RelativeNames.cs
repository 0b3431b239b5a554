using System.Buffers;

namespace Headroom.Compression.Json;

/// <summary>
/// Writes dotted names by what differs from the one before: after <c>a.b.c</c>, <c>.d</c> is <c>a.b.d</c> and <c>..e</c> is
/// <c>a.e</c>.
/// </summary>
internal sealed class RelativeNames
{
    // What the sentence in the legend costs, in bytes of names.
    private const int MinSaved = 96;

    private const int MaxUp = 1;

    private byte[] _last = [];

    /// <summary>Whether the names of a table are much shorter so.</summary>
    public static bool Pay(Table table)
    {
        var names = new RelativeNames();
        int saved = 0;
        foreach (Column column in table.Columns.Where(column => column.Plan != ColumnPlan.Plain))
        {
            saved += names.Saved(column.Name);
        }

        names.BeginList();
        foreach (Column column in table.Columns.Where(column => column.Plan.HasCells))
        {
            saved += names.Saved(column.Name);
        }

        return saved >= MinSaved;
    }

    /// <summary>Begins a list whose first name is written in full.</summary>
    public void BeginList() => _last = [];

    /// <summary>Writes a name.</summary>
    public void Write(IBufferWriter<byte> output, byte[] name)
    {
        (int dots, int kept) = Next(name);
        output.Write(".."u8[..dots]);
        output.Write(name.AsSpan(kept));
    }

    private int Saved(byte[] name)
    {
        (int dots, int kept) = Next(name);
        return kept - dots;
    }

    /// <summary>How many dots stand for how many bytes at the start of a name; none where it is written in full.</summary>
    private (int Dots, int Kept) Next(byte[] name)
    {
        ReadOnlySpan<byte> parent = ParentOf(_last);
        _last = name;
        for (int up = 0; up <= MaxUp && parent.Length > 0; up++, parent = ParentOf(parent))
        {
            if (name.Length > parent.Length + 1 && name[parent.Length] == '.' && name.AsSpan().StartsWith(parent))
            {
                return (1 + up, parent.Length + 1);
            }
        }

        return (0, 0);
    }

    // Up to the last dot that is not inside quotes.
    private static ReadOnlySpan<byte> ParentOf(ReadOnlySpan<byte> name)
    {
        int last = 0;
        bool isQuoted = false;
        for (int i = 0; i < name.Length; i++)
        {
            if (isQuoted && name[i] == '\\')
            {
                i++;
            }
            else if (name[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (name[i] == '.' && !isQuoted)
            {
                last = i;
            }
        }

        return name[..last];
    }
}
