using System.Text.RegularExpressions;

namespace Headroom.Compression.Tests.Json;

/// <content>What headers, notes and markers look like.</content>
internal sealed partial class TableDecoder
{
    [GeneratedRegex(@"\G#(\d+) (rows|values|keys|documents)(?:, (\d+) shown)?(?: \(([=.]+)\))?")]
    private static partial Regex Header();

    [GeneratedRegex(@"^#\d+ documents")]
    private static partial Regex DocumentsHeader();

    [GeneratedRegex(@"\G \+\d+ like (?="")")]
    private static partial Regex FoldNote();

    [GeneratedRegex("^JSON(?: as tables)?: .*\n")]
    private static partial Regex Legend();

    [GeneratedRegex(@"\n?\[[^\[\]{}]*headroom_retrieve hash=[0-9a-f]{24}\]\z")]
    private static partial Regex Marker();

    [GeneratedRegex(@"\G…\d+…(?="")")]
    private static partial Regex ClipNote();
}
