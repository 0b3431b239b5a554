using System.Buffers;
using Headroom.Compression.Logs;
using Headroom.Compression.Sequences;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Listings;

/// <summary>
/// The lossless form of a list of paths: one line per directory, indented below the one that holds it, with its files behind it and
/// those of one extension as <c>{a b c}.cs</c>. Paths in byte order are put together by directory, since sorting restores them;
/// others keep their order.
/// </summary>
internal sealed class DirectoryTree : IDisposable
{
    private const int MinGroup = 4;
    private const int MaxExtension = 16;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(" \\{}\""u8);

    private readonly PathSections _sections;
    private readonly Utf8Text _output;
    private readonly List<int> _names = [];
    private readonly List<int> _groupSizes = [];
    private readonly List<int> _nextInGroup = [];
    private bool _isSorted;

    private DirectoryTree(PathSections sections, int capacity)
    {
        _sections = sections;
        _output = new Utf8Text(capacity);
    }

    /// <summary>Writes the lossless form; <c>null</c> where it is not shorter or a line could be taken for its header.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> content, PathSections sections, CancellationToken cancellationToken)
    {
        using var tree = new DirectoryTree(sections, content.Length / 2);
        return tree.Write(content, cancellationToken) && tree._output.Length < content.Length ? tree._output.ToArray() : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    private bool Write(ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        foreach (PathSections.Section section in _sections.Sections)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (section.FirstPath == section.EndPath)
            {
                ReadOnlySpan<byte> text = content[section.Start..section.End];
                if (text[0] == '[' || text.IndexOf("\n["u8) >= 0)
                {
                    return false;
                }

                _output.Append(text);
                continue;
            }

            _isSorted = IsSorted(content, section);
            WriteHeader(content, section);
            WriteDirectory(content, [.. Enumerable.Range(section.FirstPath, section.EndPath - section.FirstPath)], 0, 0);
            if (section.End == content.Length && content[^1] != '\n')
            {
                continue;
            }

            _output.Append("\n"u8);
        }

        return true;
    }

    private bool IsSorted(ReadOnlySpan<byte> content, PathSections.Section section)
    {
        for (int i = section.FirstPath + 1; i < section.EndPath; i++)
        {
            if (_sections.Paths[i - 1].Of(content).SequenceCompareTo(_sections.Paths[i].Of(content)) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void WriteHeader(ReadOnlySpan<byte> content, PathSections.Section section)
    {
        _output.Append("["u8).Append(section.EndPath - section.FirstPath).Append(" paths as a tree without loss, "u8);
        _output.Append(_isSorted ? "listed in byte order"u8 : "in their order"u8);
        _output.Append(": \"dir/ a {b c}.cs\" is dir/a, dir/b.cs, dir/c.cs; indented below it: dir's directories"u8);
        _output.Append(_sections.Separator == '\\' ? "; / stands for \\"u8 : default);
        _output.Append(_sections.EndsInCarriageReturn ? "; lines end in CR LF"u8 : default);
        _output.Append(section.End == content.Length && content[^1] != '\n' ? "; no final newline"u8 : default);
        _output.Append("]"u8);
    }

    // Writes paths that agree in their first bytes, which end in a separator; what they agree in further is one step down.
    private void WriteDirectory(ReadOnlySpan<byte> content, ReadOnlySpan<int> paths, int known, int depth)
    {
        int shared = known + SharedDirectory(content, paths, known);
        int nameStart = _sections.Paths[paths[0]].Start;
        Extent name = new(nameStart + known, nameStart + shared);
        bool isOpen = false;
        if (_isSorted)
        {
            _names.Clear();
            foreach (int path in paths)
            {
                if (IsFile(content, path, shared))
                {
                    _names.Add(path);
                }
            }

            if (_names.Count > 0 || shared > 0)
            {
                WriteName(content, name, depth);
                WriteNames(content, shared);
            }

            isOpen = true;
        }

        int below = shared > 0 ? depth + 1 : depth;
        for (int i = 0; i < paths.Length;)
        {
            if (IsFile(content, paths[i], shared))
            {
                int end = i;
                _names.Clear();
                while (end < paths.Length && IsFile(content, paths[end], shared))
                {
                    _names.Add(paths[end++]);
                }

                if (!_isSorted)
                {
                    WriteName(content, name, depth);
                    WriteNames(content, shared);
                    isOpen = true;
                }

                i = end;
                continue;
            }

            if (!isOpen && shared > 0)
            {
                WriteName(content, name, depth);
                isOpen = true;
            }

            int next = i + 1;
            ReadOnlySpan<byte> directory = NextDirectory(content, paths[i], shared);
            while (next < paths.Length && StartsWith(content, paths[next], shared, directory))
            {
                next++;
            }

            WriteDirectory(content, paths[i..next], shared, below);
            i = next;
        }
    }

    // How far all paths agree from a position on, up to a separator.
    private int SharedDirectory(ReadOnlySpan<byte> content, ReadOnlySpan<int> paths, int known)
    {
        ReadOnlySpan<byte> shared = _sections.Paths[paths[0]].Of(content)[known..];
        foreach (int path in paths)
        {
            shared = shared[..shared.CommonPrefixLength(_sections.Paths[path].Of(content)[known..])];
        }

        return shared.LastIndexOf(_sections.Separator) + 1;
    }

    private bool IsFile(ReadOnlySpan<byte> content, int path, int known) =>
        _sections.Paths[path].Of(content)[known..].IndexOf(_sections.Separator) < 0;

    private ReadOnlySpan<byte> NextDirectory(ReadOnlySpan<byte> content, int path, int known)
    {
        ReadOnlySpan<byte> rest = _sections.Paths[path].Of(content)[known..];
        return rest[..(rest.IndexOf(_sections.Separator) + 1)];
    }

    private bool StartsWith(ReadOnlySpan<byte> content, int path, int known, ReadOnlySpan<byte> directory) =>
        _sections.Paths[path].Of(content)[known..].StartsWith(directory);

    private void WriteName(ReadOnlySpan<byte> content, Extent name, int depth)
    {
        _output.Append("\n"u8);
        for (int i = 0; i < depth; i++)
        {
            _output.Append(" "u8);
        }

        ReadOnlySpan<byte> rest = name.Of(content);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf(_sections.Separator);
            WriteEscaped(rest[..end]);
            _output.Append("/"u8);
            rest = rest[(end + 1)..];
        }
    }

    // Writes file names behind their directory: in byte order those of one extension together, else only neighbours.
    private void WriteNames(ReadOnlySpan<byte> content, int known)
    {
        FindGroups(content, known);
        bool isFirst = known == 0;
        for (int i = 0; i < _names.Count; i++)
        {
            if (_groupSizes[i] == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> name = Name(content, i, known);
            int extension = name.Length - ExtensionStart(name);
            _output.Append(isFirst ? default : " "u8);
            isFirst = false;
            if (_groupSizes[i] < MinGroup)
            {
                // A later member of a group that is too small has the size 1, and comes in its turn.
                WriteFile(name);
                continue;
            }

            _output.Append("{"u8);
            for (int member = i; member >= 0; member = _nextInGroup[member])
            {
                ReadOnlySpan<byte> other = Name(content, member, known);
                _output.Append(member == i ? default : " "u8);
                WriteFile(other[..^extension]);
                _groupSizes[member] = 0;
            }

            _output.Append("}"u8);
            WriteEscaped(name[^extension..]);
        }
    }

    // The size of the group that a name is the first of, and where it continues; names of too small a group stand alone.
    private void FindGroups(ReadOnlySpan<byte> content, int known)
    {
        _groupSizes.Clear();
        _nextInGroup.Clear();
        using var extensions = new ValueTable();
        var firsts = new List<int>();
        var lasts = new List<int>();
        int before = -1;
        for (int i = 0; i < _names.Count; i++)
        {
            Extent path = _sections.Paths[_names[i]];
            int start = path.Start + known + ExtensionStart(Name(content, i, known));
            int extension = start == path.End ? -1 : extensions.Add(content, start, path.End);
            _groupSizes.Add(1);
            _nextInGroup.Add(-1);
            if (extension == firsts.Count)
            {
                firsts.Add(i);
                lasts.Add(i);
            }
            else if (extension >= 0 && !_isSorted && extension != before)
            {
                firsts[extension] = lasts[extension] = i;
            }
            else if (extension >= 0)
            {
                _groupSizes[firsts[extension]]++;
                _nextInGroup[lasts[extension]] = i;
                lasts[extension] = i;
            }

            before = extension;
        }
    }

    private ReadOnlySpan<byte> Name(ReadOnlySpan<byte> content, int name, int known) => _sections.Paths[_names[name]].Of(content)[known..];

    private static int ExtensionStart(ReadOnlySpan<byte> name)
    {
        int dot = name.LastIndexOf((byte)'.');
        return dot <= 0 || name.Length - dot > MaxExtension ? name.Length : dot;
    }

    private void WriteFile(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            _output.Append("\"\""u8);
            return;
        }

        WriteEscaped(name);
    }

    private void WriteEscaped(ReadOnlySpan<byte> name)
    {
        while (name.IndexOfAny(Escaped) is >= 0 and var at)
        {
            _output.Append(name[..at]).Append("\\"u8).Append(name.Slice(at, 1));
            name = name[(at + 1)..];
        }

        _output.Append(name);
    }
}
