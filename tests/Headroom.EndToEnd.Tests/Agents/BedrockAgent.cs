using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.EndToEnd.Tests.Agents;

/// <summary>An agent that invokes a model of Anthropic on Bedrock, as Claude Code does there.</summary>
public sealed class BedrockAgent() : AnthropicAgent(Model + "/invoke")
{
    private const string Model = "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0";

    public override string StreamPath => Model + "/invoke-with-response-stream";

    public override Task ReplyAsync(HttpContext context, RecordedRequest request, ModelReply reply) => BedrockReplies.WriteAsync(context, request, reply);

    protected override void MarkStream(JsonObject body)
    {
    }

    protected override string Decoded(byte[] answer, bool isStream) => isStream
        ? string.Concat(AwsEventStream.Read(answer).Select(message => $"data: {Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(message.Json)!["bytes"]!))}\n\n"))
        : base.Decoded(answer, isStream);
}
