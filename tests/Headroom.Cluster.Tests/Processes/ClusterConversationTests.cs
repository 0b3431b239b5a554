using Headroom.EndToEnd.Tests;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.Cluster.Tests.Processes;

/// <summary>The long conversations of the embedded gateway, by a gateway and two silos: silos and gateways are killed in turn.</summary>
public sealed class ClusterConversationTests : LongConversations
{
    private ServerCluster _cluster = null!;
    private int _restarts;

    [Fact]
    public Task Thirty_turns_extend_each_other_byte_by_byte_while_silos_and_gateways_are_killed() => ThirtyTurnsAsync("anthropic");

    [Theory]
    [InlineData("chat")]
    public Task A_store_that_fails_on_one_turn_leaves_that_turn_raw_for_good(string protocol) => FailingStoreAsync(protocol);

    public override async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<ProxyProcess> StartProxyAsync()
    {
        if (_cluster is null)
        {
            _cluster = new ServerCluster(DataPath, Upstream.Url, silos: 2);
            await _cluster.StartSilosAsync();
        }

        return await _cluster.StartGatewayAsync();
    }

    protected override async Task RestartAsync()
    {
        switch (_restarts++ % 4)
        {
            case 1:
                await _cluster.KillSiloAsync(1);
                break;
            case 3:
                await _cluster.StartSiloAsync(1);
                break;
            default:
                await base.RestartAsync();
                break;
        }
    }
}
