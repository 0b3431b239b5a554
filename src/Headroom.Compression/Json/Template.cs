using System.Buffers;
using System.Buffers.Text;

namespace Headroom.Compression.Json;

/// <summary>Whole numbers that grow by the same step from row to row.</summary>
/// <param name="First">The number in row 0.</param>
/// <param name="Step">What is added per row; not 0.</param>
/// <param name="Width">Digits to which zeros are padded, or 0.</param>
internal readonly record struct Sequence(long First, long Step, int Width)
{
    /// <summary>Writes the number of a row.</summary>
    /// <returns>The bytes written.</returns>
    public int Write(Span<byte> output, int row)
    {
        _ = Utf8Formatter.TryFormat(First + (Step * row), output, out int written, Width > 0 ? new StandardFormat('D', (byte)Width) : default);
        return written;
    }
}

/// <summary>One part of a <see cref="Template"/>; a part with nothing set is the hole that each row fills.</summary>
/// <param name="Literal">The same bytes in every row.</param>
/// <param name="Source">The bytes of another column.</param>
/// <param name="Numbers">The row's number of a sequence.</param>
internal readonly record struct TemplatePart(byte[]? Literal, Column? Source, Sequence? Numbers)
{
    /// <value>Whether each row fills it.</value>
    public bool IsHole => Literal is null && Source is null && Numbers is null;

    /// <summary>The bytes that the part takes in a row; 0 for the hole.</summary>
    public int LengthIn(int row)
    {
        if (Numbers is { } numbers)
        {
            Span<byte> digits = stackalloc byte[32];
            return numbers.Write(digits, row);
        }

        return Literal?.Length ?? (Source is null ? 0 : Source.Text(row).Length);
    }
}

/// <summary>
/// What the strings (or numbers) of a column have in common: <c>user&lt;10000,10001…10199&gt;@example.com</c>,
/// <c>pod-&lt;service&gt;-&lt;*&gt;</c>. At most one part is a hole.
/// </summary>
/// <param name="parts">The parts, in order.</param>
internal sealed class Template(params TemplatePart[] parts)
{
    /// <value>The parts, in order.</value>
    public IReadOnlyList<TemplatePart> Parts => parts;

    /// <value>Whether rows have something to fill in.</value>
    public bool HasHole { get; } = Array.Exists(parts, part => part.IsHole);

    /// <summary>What a row fills in.</summary>
    public ReadOnlySpan<byte> Hole(ReadOnlySpan<byte> text, int row)
    {
        int start = 0;
        int end = text.Length;
        bool isBefore = true;
        foreach (TemplatePart part in parts)
        {
            if (part.IsHole)
            {
                isBefore = false;
            }
            else if (isBefore)
            {
                start += part.LengthIn(row);
            }
            else
            {
                end -= part.LengthIn(row);
            }
        }

        return text[start..end];
    }

    /// <summary>Writes the template.</summary>
    public void Write(IBufferWriter<byte> output, int rowCount, bool isNumber)
    {
        Span<byte> digits = stackalloc byte[32];
        foreach (TemplatePart part in parts)
        {
            if (part.Numbers is { } numbers)
            {
                output.Write(isNumber ? default : "<"u8);
                output.Write(digits[..numbers.Write(digits, 0)]);
                output.Write(","u8);
                output.Write(digits[..numbers.Write(digits, 1)]);
                output.Write("…"u8);
                output.Write(digits[..numbers.Write(digits, rowCount - 1)]);
                output.Write(isNumber ? default : ">"u8);
            }
            else if (part.Literal is not null)
            {
                output.Write(part.Literal);
            }
            else
            {
                output.Write("<"u8);
                output.Write(part.Source is null ? "*"u8 : part.Source.Name);
                output.Write(">"u8);
            }
        }
    }
}
