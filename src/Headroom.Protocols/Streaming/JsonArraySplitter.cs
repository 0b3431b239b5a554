namespace Headroom.Protocols.Streaming;

/// <summary>
/// Cuts a JSON array that comes piece by piece into its elements, each with what stands before it: the bracket or the comma.
/// The closing bracket is the last event. Elements are objects or arrays; anything else goes with what follows it.
/// </summary>
public sealed class JsonArraySplitter : EventSplitter
{
    /// <summary>How many bytes of the rest are looked at.</summary>
    private int _scanned;
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <inheritdoc/>
    public override bool TryTake(out ReadOnlyMemory<byte> rawEvent)
    {
        ReadOnlySpan<byte> bytes = Rest.Span;
        while (_scanned < bytes.Length)
        {
            if (EndsEvent(bytes[_scanned++]))
            {
                rawEvent = Take(_scanned);
                _scanned = 0;
                return true;
            }
        }

        rawEvent = default;
        return false;
    }

    private bool EndsEvent(byte value)
    {
        if (_isInString)
        {
            bool ends = value == (byte)'"' && !_isEscaped;
            _isEscaped = value == (byte)'\\' && !_isEscaped;
            _isInString = !ends;
            return false;
        }

        switch (value)
        {
            case (byte)'"': _isInString = true; return false;
            case (byte)'{' or (byte)'[': _depth++; return false;
            case (byte)'}' or (byte)']': return --_depth <= 1;
            default: return false;
        }
    }
}
