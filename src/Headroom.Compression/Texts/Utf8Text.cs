using System.Buffers;
using System.Globalization;

namespace Headroom.Compression.Texts;

/// <summary>UTF-8 text that grows at its end, in rented memory that is given back when it is disposed.</summary>
internal sealed class Utf8Text : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes;

    /// <param name="capacity">How many bytes are expected.</param>
    public Utf8Text(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 256));

    /// <value>The number of bytes so far.</value>
    public int Length { get; private set; }

    /// <value>The bytes so far, until more are appended or the text is disposed.</value>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <summary>Appends bytes.</summary>
    public Utf8Text Append(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(GetSpan(utf8.Length));
        Length += utf8.Length;
        return this;
    }

    /// <summary>Appends a number in decimal.</summary>
    public Utf8Text Append(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        return Append(digits[..length]);
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
    public void Clear() => Length = 0;

    /// <summary>A copy of the text.</summary>
    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - Length), nameof(count));
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
            WrittenSpan.CopyTo(larger);
            Return(_bytes);
            _bytes = larger;
        }
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
