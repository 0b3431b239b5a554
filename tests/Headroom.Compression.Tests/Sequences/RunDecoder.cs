using System.Globalization;
using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Sequences;

/// <summary>Writes out the texts of a run from its template, as a reader of the notation would.</summary>
internal static partial class RunDecoder
{
    public static string[] Expand(string template, int count) =>
        [.. Enumerable.Range(0, count).Select(index => Slot().Replace(template, slot => Value(slot, index)))];

    private static string Value(Match slot, int index)
    {
        string firstText = slot.Groups["first"].Value;
        long first = long.Parse(firstText, CultureInfo.InvariantCulture);
        long last = long.Parse(slot.Groups["last"].Value, CultureInfo.InvariantCulture);
        long step = slot.Groups["second"].Success ? long.Parse(slot.Groups["second"].Value, CultureInfo.InvariantCulture) - first : 1;
        long value = first + (step * (slot.Groups["again"].Success ? index % (((last - first) / step) + 1) : index));
        return value.ToString(CultureInfo.InvariantCulture).PadLeft(firstText.Length > 1 && firstText[0] == '0' ? firstText.Length : 0, '0');
    }

    // The ellipsis and the arrow, byte by byte.
    [GeneratedRegex("<(?<first>[0-9]+)(,(?<second>-?[0-9]+))?\u00E2\u0080\u00A6(?<last>-?[0-9]+)(?<again> \u00E2\u0086\u00BB)?>")]
    private static partial Regex Slot();
}
