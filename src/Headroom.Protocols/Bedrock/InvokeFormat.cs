using Headroom.Protocols.Bodies;
using Headroom.Protocols.Anthropic;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Bedrock;

/// <summary>
/// The Messages API of Anthropic as AWS Bedrock invokes it: the same body without model and stream, with
/// <c>anthropic_version</c>, by which it is told from the bodies of other model families. Streams are messages of AWS's event
/// stream encoding that hold the API's events.
/// </summary>
internal sealed class InvokeFormat : AnthropicFormat
{
    public override string StreamMediaType => BedrockMessage.MediaType;

    public override AssistantStream NewStream() => new InvokeStream();

    internal override TurnMap? Locate(ReadOnlyMemory<byte> body, ref BodyReader reader)
    {
        var locator = new AnthropicLocator(body);
        return locator.Locate(ref reader) is { } map && locator.NamesVersion ? map with { Protocol = WireProtocol.BedrockInvoke } : null;
    }
}
