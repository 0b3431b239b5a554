using Headroom.Compression.Texts;

namespace Headroom.Compression.Builds;

/// <summary>Counts the routine lines that one place leaves out: <c>… 238 passed (tests/test_a.py 40, …), 12 compiled</c>.</summary>
internal sealed class LeftOutLines
{
    private const int MaxGroups = 12;
    private const int MaxGroupBytes = 100;

    private readonly int[] _counts = new int[(int)LineRole.Detail + 1];
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Counts one line.</summary>
    public void Add(ReadOnlySpan<byte> line, BuildLine read)
    {
        _counts[(int)read.Role] += read.Count;
        if (read is { Role: LineRole.Passed, GroupLength: > 0 and <= MaxGroupBytes } && read.GroupStart + read.GroupLength <= line.Length)
        {
            ReadOnlySpan<byte> name = line.Slice(read.GroupStart, read.GroupLength);
            string group = System.Text.Encoding.Latin1.GetString(name);
            if (!_groups.TryGetValue(group, out int count))
            {
                _order.Add(group);
            }

            _groups[group] = count + read.Count;
        }
    }

    /// <summary>Writes the counts as one line, if there are any, and begins again.</summary>
    public void Flush(Utf8Text output)
    {
        bool isFirst = true;
        for (int role = 0; role < _counts.Length; role++)
        {
            ReadOnlySpan<byte> noun = Noun((LineRole)role);
            if (_counts[role] == 0 || noun.IsEmpty)
            {
                continue;
            }

            output.Append(isFirst ? "… "u8 : ", "u8).Append(_counts[role]).Append(" "u8).Append(noun);
            isFirst = false;
            if ((LineRole)role == LineRole.Passed && _order.Count > 0)
            {
                WriteGroups(output);
            }
        }

        output.Append(isFirst ? default : "\n"u8);
        Array.Clear(_counts);
        _groups.Clear();
        _order.Clear();
    }

    private void WriteGroups(Utf8Text output)
    {
        int shown = Math.Min(_order.Count, MaxGroups);
        for (int i = 0; i < shown; i++)
        {
            output.Append(i == 0 ? " ("u8 : ", "u8).Append(System.Text.Encoding.Latin1.GetBytes(_order[i])).Append(" "u8).Append(_groups[_order[i]]);
        }

        if (shown < _order.Count)
        {
            output.Append(", … "u8).Append(_order.Count - shown).Append(" more with "u8).Append(_order.Skip(shown).Sum(group => (long)_groups[group]));
        }

        output.Append(")"u8);
    }

    private static ReadOnlySpan<byte> Noun(LineRole role) => role switch
    {
        LineRole.Passed => "passed"u8,
        LineRole.Skipped => "skipped"u8,
        LineRole.Started => "started"u8,
        LineRole.Compiled => "compile or link lines"u8,
        LineRole.Fetched => "package lines"u8,
        LineRole.Progress => "progress lines"u8,
        LineRole.Detail => "lines below summed-up ones"u8,
        _ => default,
    };
}
