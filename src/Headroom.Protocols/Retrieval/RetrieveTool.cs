using System.Text;

namespace Headroom.Protocols.Retrieval;

/// <summary>
/// The definition of <c>headroom_retrieve</c>, of which each protocol has its form. The bytes are constant: a provider's prompt cache
/// begins with the tools, and any change there is a full cache miss.
/// </summary>
public static class RetrieveTool
{
    /// <summary>What a model is told of the tool.</summary>
    public const string Description =
        "Returns the full original of content that was shortened to save context. Shortened content carries a marker such as "
        + "[200 rows → 14 shown. Full content: headroom_retrieve hash=…]. Call it with that hash when what is shown is not enough. "
        + "Give query to get only the rows, lines or passages that match it, or range to get a part.";

    /// <summary>The JSON schema of its arguments.</summary>
    public const string Parameters =
        """{"type":"object","properties":{"hash":{"type":"string","description":"The 24 hexadecimal digits from the marker."},"query":{"type":"string","description":"Optional. Words to look for; the best matching parts come back."},"range":{"type":"string","description":"Optional. First and last row (counted from 0) or line (counted from 1) to return, such as 100-199."}},"required":["hash"]}""";

    /// <summary>The tool's name.</summary>
    public const string NameText = "headroom_retrieve";

    /// <summary>The tool's name as UTF-8.</summary>
    public static ReadOnlySpan<byte> Name => "headroom_retrieve"u8;

    /// <summary>The definition in a protocol's form.</summary>
    /// <param name="form">JSON with <c>DESCRIPTION</c> and <c>PARAMETERS</c> where they go.</param>
    internal static ReadOnlyMemory<byte> Definition(string form) => Encoding.UTF8.GetBytes(form
        .Replace("DESCRIPTION", $"\"{Description}\"", StringComparison.Ordinal)
        .Replace("PARAMETERS", Parameters, StringComparison.Ordinal));
}
