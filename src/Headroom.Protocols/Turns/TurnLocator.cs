using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Formats;

namespace Headroom.Protocols.Turns;

/// <summary>Finds the spans of a request body in one forward pass, without building a tree.</summary>
public static class TurnLocator
{
    /// <summary>Deeper than any request that a model understands; the reader keeps one bit per level.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1 << 20 };

    /// <summary>Locates a request.</summary>
    /// <param name="protocol">The protocol of the route.</param>
    /// <param name="body">The whole body, UTF-8.</param>
    /// <param name="map">The spans.</param>
    /// <returns>
    /// <c>false</c> where the body is no such request: broken JSON, no message list, a property given twice. Such a body is
    /// forwarded as it is, and the provider's own answer says what is wrong with it.
    /// </returns>
    public static bool TryLocate(WireProtocol protocol, ReadOnlyMemory<byte> body, [NotNullWhen(true)] out TurnMap? map)
    {
        map = null;
        var reader = new BodyReader(body.Span, Options);
        try
        {
            map = WireFormat.Of(protocol).Locate(body, ref reader);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Broken JSON, or a name that is no valid Unicode; the provider says so in its own words.
        }

        return map is not null;
    }
}
