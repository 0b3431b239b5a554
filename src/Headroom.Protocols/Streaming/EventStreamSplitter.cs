using System.Buffers;

namespace Headroom.Protocols.Streaming;

/// <summary>
/// Cuts a byte stream into messages of AWS's event stream encoding, however it is chunked. Where a prelude is broken nobody can
/// tell any more where messages end: from there on all bytes come out as they arrive.
/// </summary>
internal sealed class EventStreamSplitter : EventSplitter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private int _taken;
    private bool _isBroken;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Rest => _buffer.WrittenMemory[_taken..];

    /// <inheritdoc/>
    public override void Push(ReadOnlySpan<byte> bytes)
    {
        CheckSize(Rest.Length + bytes.Length);
        if (_taken > 0)
        {
            byte[] rest = Rest.ToArray();
            _buffer.ResetWrittenCount();
            _buffer.Write(rest);
            _taken = 0;
        }

        _buffer.Write(bytes);
    }

    /// <inheritdoc/>
    public override bool TryTake(out ReadOnlyMemory<byte> rawEvent)
    {
        ReadOnlyMemory<byte> rest = Rest;
        rawEvent = default;
        int? length = 0;
        if (!_isBroken && rest.Length < EventStreamMessage.PreludeLength)
        {
            return false;
        }

        _isBroken = _isBroken || (length = EventStreamMessage.LengthOf(rest.Span)) is null;
        int taken = _isBroken ? rest.Length : length!.Value;
        if (taken == 0 || taken > rest.Length)
        {
            return false;
        }

        rawEvent = rest[..taken];
        _taken += taken;
        return true;
    }
}
