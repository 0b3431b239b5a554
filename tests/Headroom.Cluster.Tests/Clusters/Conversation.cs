using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Cluster.Tests.Clusters;

/// <summary>A growing conversation, each turn of which must begin with the bytes of the one before.</summary>
internal sealed class Conversation(int seed = 7)
{
    private IReadOnlyList<string> _sent = [];

    public AgentTalk Talk { get; } = new AgentTalk(WireProtocol.AnthropicMessages, seed).Says("Which items failed, and what did worker 3 say?");

    /// <summary>Lets the model call tools and sends what came of it by a gateway.</summary>
    /// <returns>The last message as it went upstream.</returns>
    public async Task<string> TurnAsync(GatewayNode gateway)
    {
        Talk.Runs(Talk.Rows(), Talk.Log());
        return await AgainAsync(gateway);
    }

    /// <summary>Sends the same turn by a gateway.</summary>
    public async Task<string> AgainAsync(GatewayNode gateway)
    {
        IReadOnlyList<string> sent = await gateway.SendAsync(Talk);
        Assert.Equal(_sent, sent.Take(_sent.Count));
        _sent = sent;
        return sent[^1];
    }

    /// <value>Whether the last message went upstream as the client sent it.</value>
    public bool IsLastRaw => _sent[^1] == Talk.Messages[^1];
}
