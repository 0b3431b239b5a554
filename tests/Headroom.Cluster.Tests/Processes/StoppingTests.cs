using System.Net;
using System.Text;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;
using Headroom.EndToEnd.Tests.Upstream;
using Microsoft.AspNetCore.Http;

namespace Headroom.Cluster.Tests.Processes;

/// <summary>How processes of a cluster start and stop.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task A_gateway_that_is_told_to_stop_says_so_serves_on_and_ends_its_open_streams()
    {
        using TemporaryDirectory data = new();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ServerCluster cluster = new(data.Path, upstream.Url, silos: 1);
        await cluster.StartSilosAsync();
        ProxyProcess gateway = await cluster.StartGatewayAsync("--Headroom:DrainDelay", "00:00:03");
        TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Next(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: ping\ndata: {\"type\":\"ping\"}\n\n");
            await context.Response.Body.FlushAsync();
            await rest.Task;
            await context.Response.WriteAsync("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        });
        AgentConversation agent = AgentConversation.For("anthropic");
        agent.Say("Go on.");
        using HttpRequestMessage request = new(HttpMethod.Post, agent.Path) { Content = new StringContent(agent.Body(isStream: true), Encoding.UTF8, "application/json") };
        using HttpResponseMessage open = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/readyz")).StatusCode);

        gateway.Terminate();
        HttpStatusCode status = HttpStatusCode.OK;
        while (status == HttpStatusCode.OK)
        {
            status = (await gateway.Client.GetAsync("/readyz")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        upstream.NextJson("""{"id":"m","type":"message","role":"assistant","content":[],"usage":{"input_tokens":1,"output_tokens":1}}""");
        using StringContent late = new(agent.Body(isStream: false), Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.PostAsync(agent.Path, late)).StatusCode);
        await gateway.RefusedAsync();
        rest.SetResult();
        Assert.Contains("message_stop", await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await gateway.ExitAsync());
    }

    [Fact]
    public async Task A_gateway_whose_silos_are_all_gone_says_that_it_is_degraded_and_goes_on()
    {
        using TemporaryDirectory data = new();
        await using ScriptedUpstream upstream = await ScriptedUpstream.StartAsync();
        await using ServerCluster cluster = new(data.Path, upstream.Url, silos: 1);
        await cluster.StartSilosAsync();
        ProxyProcess gateway = await cluster.StartGatewayAsync();
        await cluster.KillSiloAsync(0);
        Assert.Contains("\"cluster\":\"unavailable\"", await gateway.Client.GetStringAsync("/health"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/readyz")).StatusCode);
        AgentConversation agent = AgentConversation.For("anthropic");
        agent.Say("Which server failed?");
        agent.History.Add(System.Text.Json.Nodes.JsonNode.Parse("""{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"search","input":{}}]}"""));
        agent.GiveResult("t1", ToolOutputs.Servers(1));
        upstream.Next((context, recorded) => agent.ReplyAsync(context, recorded, new ModelReply("Done.")));
        await agent.TurnAsync(gateway, isStream: false);
        Assert.Contains("headroom_retrieve hash=", upstream.Requests.Single().Text, StringComparison.Ordinal);
    }
}
