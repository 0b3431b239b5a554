namespace Headroom.Compression.Prose.Words;

/// <summary>
/// Reads the words of a text: letters and digits up to the next sign. Scripts that part no words by spaces are read as pairs of
/// characters that overlap.
/// </summary>
internal ref struct WordReader(ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _at;

    /// <value>The word's first byte.</value>
    public int Start { get; private set; }

    /// <value>Behind its last byte.</value>
    public int End { get; private set; }

    /// <value>The word.</value>
    public readonly ReadOnlySpan<byte> Word => _utf8[Start..End];

    /// <summary>Goes to the next word; <c>false</c> behind the last.</summary>
    public bool Next()
    {
        while (_at < _utf8.Length && SignLength(_at) is > 0 and var sign)
        {
            _at += sign;
        }

        if (_at >= _utf8.Length)
        {
            return false;
        }

        Start = _at;
        if (IsWide(_utf8[_at]))
        {
            int next = Math.Min(_at + 3, _utf8.Length);
            bool isPair = next < _utf8.Length && IsWide(_utf8[next]) && SignLength(next) == 0;
            bool isLast = !isPair || next + 3 >= _utf8.Length || !IsWide(_utf8[next + 3]) || SignLength(next + 3) > 0;
            End = isPair ? Math.Min(next + 3, _utf8.Length) : next;
            _at = isLast ? End : next;
            return true;
        }

        do
        {
            _at++;
        }
        while (_at < _utf8.Length && (IsOfWord(_utf8[_at]) || (_utf8[_at] >= 0x80 && !IsWide(_utf8[_at]) && SignLength(_at) == 0)));
        End = _at;
        return true;
    }

    private static bool IsOfWord(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a' || (uint)(value - '0') <= 9;

    // Kana, Han and Hangul.
    private static bool IsWide(byte lead) => lead is >= 0xE3 and <= 0xED;

    private readonly int SignLength(int at)
    {
        byte lead = _utf8[at];
        if (lead < 0x80)
        {
            return IsOfWord(lead) ? 0 : 1;
        }

        if (at + 1 >= _utf8.Length)
        {
            return 0;
        }

        byte second = _utf8[at + 1];
        byte third = at + 2 < _utf8.Length ? _utf8[at + 2] : (byte)0;
        return lead switch
        {
            // Spaces, quotes and dashes of Latin-1; Arabic comma, semicolon and question mark; general punctuation; the
            // punctuation of CJK and its full-width forms.
            0xC2 => 2,
            0xD8 when second is 0x8C or 0x9B or 0x9F => 2,
            0xDB when second == 0x94 => 2,
            0xE2 when second is 0x80 or 0x81 => Math.Min(3, _utf8.Length - at),
            0xE3 when second == 0x80 && third is >= 0x80 and < 0xA0 => 3,
            0xEF when second == 0xBC && third is >= 0x81 and <= 0x8F or >= 0x9A and <= 0xA0 => 3,
            0xEF when second == 0xBD && third >= 0x9B => 3,
            _ => 0,
        };
    }
}
