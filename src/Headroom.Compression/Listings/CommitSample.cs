using System.Buffers.Text;
using System.Numerics;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Markers;
using Headroom.Compression.Ranking;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Listings;

/// <summary>
/// The sampled form of <c>git log</c>, with or without <c>--stat</c>: every commit with its hash, date and subject, the author
/// where it changes; of the message's other lines and the changed files, those that the question names, and of files the most
/// changed ones; the rest counted, the totals as they stand.
/// </summary>
internal sealed class CommitSample : IDisposable
{
    private const int ShortHash = 10;
    private const int MaxFiles = 3;
    private const int MaxPerTerm = 40;

    private readonly TextLines _lines;
    private readonly TermRanking? _ranking;
    private readonly int[] _taken = new int[TermRanking.MaxTerms];
    private readonly Utf8Text _output;
    private readonly List<(int Line, long Changes)> _files = [];
    private int _authorLine = -1;
    private int _shown;

    private CommitSample(ReadOnlySpan<byte> content, Anchors anchors)
    {
        _lines = TextLines.Split(content);
        _output = new Utf8Text(content.Length / 4);
        if (anchors.Terms.Count > 0)
        {
            var passages = new Range[_lines.Count];
            for (int i = 0; i < passages.Length; i++)
            {
                passages[i] = _lines.Start(i)..Math.Max(_lines.Start(i), _lines.Start(i + 1));
            }

            _ranking = TermRanking.Of(content, passages, anchors.Terms);
            UsedAnchors = anchors.Where(term => _ranking.PassagesWith(term) > 0);
        }
    }

    private Anchors UsedAnchors { get; } = Anchors.None;

    /// <summary>Writes the sampled form.</summary>
    public static byte[] Write(
        ReadOnlySpan<byte> content,
        Anchors anchors,
        MarkerHash marker,
        CancellationToken cancellationToken,
        out int count,
        out int shown,
        out Anchors used)
    {
        using var sample = new CommitSample(content, anchors);
        int commits = 0;
        for (int i = 0; i < sample._lines.Count; i++)
        {
            commits += CommitLine.IsCommit(sample._lines[content, i]) ? 1 : 0;
        }

        sample._output.Append("["u8).Append(commits).Append(" commits sampled: \"hash date | subject\", hashes cut to 10 digits, Author where it "u8);
        sample._output.Append("changes; +9 lines: rest of the message; most changed files with their changes, then how many more]\n"u8);
        for (int i = 0; i < sample._lines.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!CommitLine.IsCommit(sample._lines[content, i]))
            {
                // Text before the first commit.
                sample.Show(content, i++);
                sample._output.Append("\n"u8);
                continue;
            }

            int end = i + 1;
            while (end < sample._lines.Count && !CommitLine.IsCommit(sample._lines[content, end]))
            {
                end++;
            }

            sample.WriteCommit(content, i, end);
            i = end;
        }

        count = sample._lines.Count;
        shown = sample._shown;
        used = sample.UsedAnchors;
        Marker.Write(sample._output, count, "lines", shown, marker);
        return sample._output.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _lines.Dispose();
    }

    private void WriteCommit(ReadOnlySpan<byte> content, int first, int end)
    {
        int line = first + 1;
        ReadOnlySpan<byte> date = default;
        for (; line < end && !_lines[content, line].IsEmpty; line++)
        {
            ReadOnlySpan<byte> text = _lines[content, line];
            if (text.StartsWith("Date:"u8))
            {
                date = text[5..].Trim((byte)' ');
                _shown++;
            }
            else if (!text.StartsWith("Author:"u8) || _authorLine < 0 || !text.SequenceEqual(_lines[content, _authorLine]))
            {
                _authorLine = text.StartsWith("Author:"u8) ? line : _authorLine;
                Show(content, line);
                _output.Append("\n"u8);
            }
            else
            {
                _shown++;
            }
        }

        ReadOnlySpan<byte> hash = _lines[content, first]["commit ".Length..];
        _output.Append(hash[..ShortHash]).Append(hash[40..]).Append(" "u8).Append(date);
        _shown++;
        int subject = -1;
        int hidden = 0;
        int total = -1;
        _files.Clear();
        var named = new List<int>();
        for (; line < end; line++)
        {
            ReadOnlySpan<byte> text = _lines[content, line];
            if (text.StartsWith("    "u8))
            {
                if (subject < 0)
                {
                    subject = line;
                    Show(content, line, " | "u8);
                }
                else if (IsNamed(line))
                {
                    named.Add(line);
                }
                else
                {
                    hidden += text.Trim((byte)' ').IsEmpty ? 0 : 1;
                }
            }
            else if (IsTotal(text))
            {
                total = line;
            }
            else if (!text.IsEmpty)
            {
                _files.Add((line, IsNamed(line) ? long.MaxValue : Changes(text)));
            }
        }

        if (hidden > 0)
        {
            _output.Append(" +"u8).Append(hidden).Append(hidden == 1 ? " line"u8 : " lines"u8);
        }

        _output.Append("\n"u8);
        foreach (int message in named)
        {
            Show(content, message);
            _output.Append("\n"u8);
        }

        WriteFiles(content, total);
    }

    private void WriteFiles(ReadOnlySpan<byte> content, int total)
    {
        if (_files.Count == 0 && total < 0)
        {
            return;
        }

        // Equal numbers of changes keep the order of the lines.
        _files.Sort((left, right) => left.Changes != right.Changes ? right.Changes.CompareTo(left.Changes) : left.Line.CompareTo(right.Line));
        int count = Math.Max(Math.Min(MaxFiles, _files.Count), _files.FindLastIndex(file => file.Changes == long.MaxValue) + 1);
        if (total >= 0)
        {
            Show(content, total, " "u8);
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> text = _lines[content, _files[i].Line].Trim((byte)' ');
            int bar = text.LastIndexOf(" | "u8);
            _output.Append(i == 0 ? (total >= 0 ? ": "u8 : " "u8) : ", "u8);
            _output.Append(bar < 0 ? text : text[..bar].TrimEnd((byte)' '));
            if (bar >= 0)
            {
                _output.Append(" "u8).Append(text[(bar + 3)..].TrimEnd("+-"u8).Trim((byte)' '));
            }

            _shown++;
        }

        if (_files.Count > count)
        {
            _output.Append(", … "u8).Append(_files.Count - count).Append(" more"u8);
        }

        _output.Append("\n"u8);
    }

    private void Show(ReadOnlySpan<byte> content, int line, ReadOnlySpan<byte> before = default)
    {
        ReadOnlySpan<byte> text = _lines[content, line];
        _output.Append(before).Append(before.IsEmpty ? text : text.Trim((byte)' '));
        _shown++;
    }

    private bool IsNamed(int line)
    {
        bool isNamed = false;
        for (ulong rest = _ranking?.Terms(line) ?? 0; rest != 0; rest &= rest - 1)
        {
            isNamed |= _taken[BitOperations.TrailingZeroCount(rest)]++ < MaxPerTerm;
        }

        return isNamed;
    }

    private static bool IsTotal(ReadOnlySpan<byte> text) =>
        text.Length > 1 && text[0] == ' ' && char.IsAsciiDigit((char)text[1])
        && (text.IndexOf(" file changed"u8) > 0 || text.IndexOf(" files changed"u8) > 0);

    // The number behind the bar of " path | 34 +++--", or the sum of "12\t3\tpath".
    private static long Changes(ReadOnlySpan<byte> text)
    {
        int bar = text.LastIndexOf(" | "u8);
        ReadOnlySpan<byte> number = bar < 0 ? text : text[(bar + 3)..].TrimStart((byte)' ');
        if (!Utf8Parser.TryParse(number, out int changes, out int used))
        {
            return 0;
        }

        return bar < 0 && used < number.Length && number[used] == '\t' && Utf8Parser.TryParse(number[(used + 1)..], out int removed, out _)
            ? (long)changes + removed
            : changes;
    }
}
