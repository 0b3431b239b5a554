using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Splicing;

/// <summary>
/// Edits of a body as byte ranges: what is not replaced is not touched, and with no edit the result is the body itself.
/// </summary>
public sealed class BodySplice(ReadOnlyMemory<byte> body)
{
    private readonly List<Edit> _edits = [];

    /// <value>The body as it came.</value>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <value>Whether any edit was made.</value>
    public bool IsChanged => _edits.Count > 0;

    /// <summary>
    /// Replaces a range. Ranges must not overlap; inserts at one place keep the order in which they were made, and stand before
    /// what is replaced there.
    /// </summary>
    public void Replace(ByteRange range, ReadOnlyMemory<byte> replacement) => _edits.Add(new Edit(range, replacement, _edits.Count));

    /// <summary>Replaces a range together with every edit inside it.</summary>
    public void ReplaceWhole(ByteRange range, ReadOnlyMemory<byte> replacement)
    {
        _edits.RemoveAll(edit => edit.Range.Start >= range.Start && edit.Range.End <= range.End);
        Replace(range, replacement);
    }

    /// <summary>Inserts bytes before the given offset.</summary>
    public void Insert(int offset, ReadOnlyMemory<byte> bytes) => Replace(new ByteRange(offset, 0), bytes);

    /// <summary>The same edits, to which others can be added.</summary>
    public BodySplice Copy()
    {
        var copy = new BodySplice(Body);
        copy._edits.AddRange(_edits);
        return copy;
    }

    /// <summary>The edited body as the pieces to send, in order.</summary>
    /// <exception cref="InvalidOperationException">Two edits overlap.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> ToPieces()
    {
        if (_edits.Count == 0)
        {
            return [Body];
        }

        List<ReadOnlyMemory<byte>> pieces = [];
        int position = 0;
        foreach (Edit edit in _edits.OrderBy(e => e.Range.Start).ThenBy(e => e.Range.Length > 0).ThenBy(e => e.Order))
        {
            if (edit.Range.Start < position)
            {
                throw new InvalidOperationException($"Two edits overlap at offset {edit.Range.Start}.");
            }

            AddUnlessEmpty(pieces, Body[position..edit.Range.Start]);
            AddUnlessEmpty(pieces, edit.Replacement);
            position = edit.Range.End;
        }

        AddUnlessEmpty(pieces, Body[position..]);
        return pieces;
    }

    /// <summary>The edited body in one piece.</summary>
    public ReadOnlyMemory<byte> ToMemory() => Join(ToPieces());

    /// <summary>Copies pieces into one, unless there is only one.</summary>
    public static ReadOnlyMemory<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        if (pieces.Count == 1)
        {
            return pieces[0];
        }

        byte[] joined = new byte[pieces.Sum(p => p.Length)];
        int position = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            piece.CopyTo(joined.AsMemory(position));
            position += piece.Length;
        }

        return joined;
    }

    private static void AddUnlessEmpty(List<ReadOnlyMemory<byte>> pieces, ReadOnlyMemory<byte> piece)
    {
        if (!piece.IsEmpty)
        {
            pieces.Add(piece);
        }
    }

    private readonly record struct Edit(ByteRange Range, ReadOnlyMemory<byte> Replacement, int Order);
}
