namespace Headroom.Protocols.Streaming;

/// <summary>
/// Cuts a byte stream into messages of AWS's event stream encoding, however it is chunked. Where a prelude is broken nobody can
/// tell any more where messages end: from there on all bytes come out as they arrive.
/// </summary>
internal sealed class EventStreamSplitter : EventSplitter
{
    private bool _isBroken;

    /// <inheritdoc/>
    public override bool TryTake(out ReadOnlyMemory<byte> rawEvent)
    {
        ReadOnlyMemory<byte> rest = Rest;
        rawEvent = default;
        if (!_isBroken && rest.Length < EventStreamMessage.PreludeLength)
        {
            return false;
        }

        int? length = _isBroken ? null : EventStreamMessage.LengthOf(rest.Span);
        _isBroken = length is null;
        int taken = length ?? rest.Length;
        if (taken == 0 || taken > rest.Length)
        {
            return false;
        }

        rawEvent = Take(taken);
        return true;
    }
}
