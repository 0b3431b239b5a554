namespace Headroom.Protocols.Streaming;

/// <summary>Cuts a byte stream into events, however it is chunked. Every byte comes out again, in order.</summary>
public abstract class EventSplitter
{
    /// <summary>No provider sends an event near this size; one that does would otherwise be kept whole.</summary>
    private const int MaxEventBytes = 64 << 20;

    /// <value>The bytes behind the last complete event.</value>
    public abstract ReadOnlyMemory<byte> Rest { get; }

    /// <summary>Adds bytes as they came.</summary>
    /// <exception cref="IOException">An event is larger than 64 MiB.</exception>
    public abstract void Push(ReadOnlySpan<byte> bytes);

    /// <summary>Takes the next complete event.</summary>
    /// <param name="rawEvent">The event's bytes; valid until the next <see cref="Push"/>.</param>
    public abstract bool TryTake(out ReadOnlyMemory<byte> rawEvent);

    private protected static void CheckSize(int byteCount)
    {
        if (byteCount > MaxEventBytes)
        {
            throw new IOException($"An event of the stream is larger than {MaxEventBytes} bytes.");
        }
    }
}
