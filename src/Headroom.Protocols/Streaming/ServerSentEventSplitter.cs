namespace Headroom.Protocols.Streaming;

/// <summary>
/// Cuts a byte stream into server-sent events (WHATWG HTML, section 9.2), however it is chunked: inside a UTF-8 sequence,
/// between CR and LF. Every byte comes out again, in order: the events joined are the stream. A CR that ends an event waits for
/// its LF only where the line before it ended in CRLF, so that the cuts depend on the bytes alone and a bare CR is never kept.
/// </summary>
public sealed class ServerSentEventSplitter : EventSplitter
{
    /// <summary>How many bytes of the rest are looked at.</summary>
    private int _scanned;
    private bool _lineIsEmpty = true;
    private bool _afterCarriageReturn;
    private bool _lineEndedInBoth;

    /// <summary>Takes the next complete event, its closing blank line included.</summary>
    /// <param name="rawEvent">The event's bytes; valid until the next <see cref="EventSplitter.Push"/>.</param>
    public override bool TryTake(out ReadOnlyMemory<byte> rawEvent)
    {
        ReadOnlySpan<byte> bytes = Rest.Span;
        while (_scanned < bytes.Length)
        {
            byte value = bytes[_scanned];
            if (value is not ((byte)'\n' or (byte)'\r'))
            {
                int line = bytes[_scanned..].IndexOfAny((byte)'\n', (byte)'\r');
                _scanned = line < 0 ? bytes.Length : _scanned + line;
                _lineIsEmpty = _afterCarriageReturn = false;
                continue;
            }

            if (value == (byte)'\n' && _afterCarriageReturn)
            {
                // The second half of a CRLF, whose line ended at the CR.
                _scanned++;
                _afterCarriageReturn = false;
                _lineEndedInBoth = true;
                continue;
            }

            if (!_lineIsEmpty)
            {
                _scanned++;
                _lineIsEmpty = true;
                _lineEndedInBoth = false;
                _afterCarriageReturn = value == (byte)'\r';
                continue;
            }

            // A blank line ends the event, the LF of its CRLF included.
            bool takesBoth = value == (byte)'\r' && _lineEndedInBoth;
            if (takesBoth && _scanned + 1 == bytes.Length)
            {
                break;
            }

            takesBoth = takesBoth && bytes[_scanned + 1] == (byte)'\n';
            _scanned += takesBoth ? 2 : 1;
            _lineEndedInBoth = takesBoth;
            _afterCarriageReturn = value == (byte)'\r' && !takesBoth;
            rawEvent = Take(_scanned);
            _scanned = 0;
            return true;
        }

        rawEvent = default;
        return false;
    }
}
