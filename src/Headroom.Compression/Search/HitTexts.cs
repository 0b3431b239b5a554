using Headroom.Compression.Logs;
using Headroom.Compression.Pooling;

namespace Headroom.Compression.Search;

/// <summary>
/// What the texts of found lines say: which come again, which are alike but for their numbers, which define something, which
/// report an error.
/// </summary>
internal sealed class HitTexts : IDisposable
{
    private static readonly byte[][] Definitions =
    [
        [.. "def "u8], [.. "class "u8], [.. "function "u8], [.. "func "u8], [.. "fn "u8], [.. "pub "u8], [.. "public "u8], [.. "private "u8],
        [.. "internal "u8], [.. "protected "u8], [.. "interface "u8], [.. "struct "u8], [.. "enum "u8], [.. "type "u8], [.. "export "u8],
        [.. "const "u8], [.. "static "u8], [.. "#define "u8], [.. "trait "u8], [.. "impl "u8],
        [.. "module "u8], [.. "async "u8], [.. "# "u8], [.. "## "u8],
    ];

    private readonly PooledList<int> _first;
    private readonly PooledList<int> _repeats;
    private readonly PooledList<int> _alike;
    private readonly PooledList<int> _alikeCounts;
    private readonly PooledList<bool> _isError;

    /// <summary>Reads the texts of the lines that are found and not left out.</summary>
    public HitTexts(ReadOnlySpan<byte> content, PooledList<SearchLine> lines, PooledList<bool> isSummedUp, CancellationToken cancellationToken)
    {
        _first = PooledList<int>.OfDefaults(lines.Count);
        _repeats = PooledList<int>.OfDefaults(lines.Count);
        _alike = PooledList<int>.OfDefaults(lines.Count);
        _alikeCounts = PooledList<int>.OfDefaults(lines.Count);
        _isError = PooledList<bool>.OfDefaults(lines.Count);
        using var byText = new HashMap();
        using var bySkeleton = new HashMap();
        for (int i = 0; i < lines.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SearchLine line = lines[i];
            _first[i] = i;
            if (!line.IsFound || isSummedUp[i])
            {
                continue;
            }

            ReadOnlySpan<byte> text = content[line.TextStart..line.End];
            ref int first = ref byText.Of(LineTokens.Hash(text), out bool isKnown);
            first = isKnown ? first : i;
            _first[i] = isKnown && content[lines[first].TextStart..lines[first].End].SequenceEqual(text) ? first : i;
            _repeats[_first[i]] += line.Kind == SearchLineKind.Hit ? 1 : 0;

            ref int alike = ref bySkeleton.Of(Skeleton(text), out isKnown);
            alike = isKnown ? alike : i;
            _alike[i] = alike;
            _alikeCounts[alike]++;
            _isError[i] = _first[i] == i && IsErrorLine(text);
            _isError[i] |= _first[i] != i && _isError[_first[i]];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _repeats.Dispose();
        _alike.Dispose();
        _alikeCounts.Dispose();
        _isError.Dispose();
    }

    /// <summary>Whether a line is the first with its text.</summary>
    public bool IsFirst(int line) => _first[line] == line;

    /// <summary>How many hits have the text of a line that is the first with it.</summary>
    public int Repeats(int line) => _repeats[line];

    /// <summary>Whether a line is the first of those that are alike but for their numbers.</summary>
    public bool IsFirstAlike(int line) => _alike[line] == line;

    /// <summary>How many lines are alike but for their numbers.</summary>
    public int Alike(int line) => _alikeCounts[_alike[line]];

    /// <summary>Whether a line reports an error.</summary>
    public bool IsError(int line) => _isError[line];

    /// <summary>Whether a text begins as a definition or a heading does.</summary>
    public static bool IsDefinition(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> trimmed = text.TrimStart(" \t"u8);
        foreach (byte[] definition in Definitions)
        {
            if (trimmed.StartsWith(definition))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsErrorLine(ReadOnlySpan<byte> text)
    {
        int stamp = TimeStamp.Length(text);
        return Severity.Of(text[stamp..], stamped: stamp > 0) == LogLevel.Error;
    }

    // A hash of what is left of a text without its numbers and its indentation.
    private static ulong Skeleton(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text.TrimStart(" \t"u8);
        ulong hash = 1;
        while (!rest.IsEmpty)
        {
            int literal = rest.IndexOfAnyInRange((byte)'0', (byte)'9');
            literal = literal < 0 ? rest.Length : literal;
            hash = LineTokens.Mix(hash, LineTokens.Hash(rest[..literal]));
            rest = rest[literal..].TrimStart("0123456789"u8);
        }

        return hash;
    }
}
