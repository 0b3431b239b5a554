using System.Buffers;
using System.Globalization;

namespace Headroom.Compression.Texts;

/// <summary>UTF-8 text that grows at its end.</summary>
internal sealed class Utf8Text(int capacity) : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _buffer = new(Math.Max(capacity, 256));

    /// <value>The number of bytes so far.</value>
    public int Length => _buffer.WrittenCount;

    /// <value>The bytes so far, until more are appended.</value>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.WrittenSpan;

    /// <summary>Appends bytes.</summary>
    public Utf8Text Append(ReadOnlySpan<byte> utf8)
    {
        _buffer.Write(utf8);
        return this;
    }

    /// <summary>Appends a number in decimal.</summary>
    public Utf8Text Append(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        _buffer.Write(digits[..length]);
        return this;
    }

    /// <summary>Appends a letter code: A to Z, AA and so on.</summary>
    public Utf8Text AppendCode(int number)
    {
        if (number >= 26)
        {
            AppendCode((number / 26) - 1);
        }

        return Append([(byte)('A' + (number % 26))]);
    }

    /// <summary>Begins again with no text, in the same memory.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>A copy of the text.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <inheritdoc/>
    public void Advance(int count) => _buffer.Advance(count);

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);
}
