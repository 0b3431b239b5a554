using System.Buffers;

namespace Headroom.Protocols.Streaming;

/// <summary>Cuts a byte stream into events, however it is chunked. Every byte comes out again, in order.</summary>
public abstract class EventSplitter
{
    /// <summary>No provider sends an event near this size; one that does would otherwise be kept whole.</summary>
    private const int MaxEventBytes = 64 << 20;

    /// <summary>Bytes that are taken are kept until there are so many that moving the others down pays.</summary>
    private const int MaxTakenBytes = 1 << 16;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private int _taken;

    /// <value>The bytes behind the last complete event.</value>
    public ReadOnlyMemory<byte> Rest => _buffer.WrittenMemory[_taken..];

    /// <summary>Adds bytes as they came.</summary>
    /// <exception cref="IOException">An event is larger than 64 MiB.</exception>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        if (Rest.Length + bytes.Length > MaxEventBytes)
        {
            throw new IOException($"An event of the stream is larger than {MaxEventBytes} bytes.");
        }

        if (Rest.IsEmpty)
        {
            _buffer.ResetWrittenCount();
            _taken = 0;
        }
        else if (_taken > MaxTakenBytes)
        {
            byte[] rest = Rest.ToArray();
            _buffer.ResetWrittenCount();
            _buffer.Write(rest);
            _taken = 0;
        }

        _buffer.Write(bytes);
    }

    /// <summary>Takes the next complete event.</summary>
    /// <param name="rawEvent">The event's bytes; valid until the next <see cref="Push"/>.</param>
    public abstract bool TryTake(out ReadOnlyMemory<byte> rawEvent);

    /// <summary>Takes the first bytes of what is left.</summary>
    private protected ReadOnlyMemory<byte> Take(int length)
    {
        ReadOnlyMemory<byte> taken = Rest[..length];
        _taken += length;
        return taken;
    }
}
