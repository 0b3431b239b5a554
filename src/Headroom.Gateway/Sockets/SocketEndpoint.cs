using System.Net;
using System.Net.WebSockets;
using Headroom.Context.Symbols;
using Headroom.Gateway.Access;
using Headroom.Gateway.Accounting;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.ModelCalls;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.Sockets;

/// <summary>
/// Models called over WebSocket: many turns on one connection, each a message of the client's and a run of events. Upstream is
/// asked first; what it refuses is refused here with the same answer, so that clients fall back as they would without us.
/// </summary>
internal sealed class SocketEndpoint(
    GatewayOptions options, TurnPreparation preparation, SocketTurns turns, UpstreamClient upstream, GatewayStats stats,
    PassthroughEndpoint passthrough, ProjectGraphs graphs, IHostApplicationLifetime lifetime, ILogger<SocketEndpoint> logger)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>Handles one connection; a request that asks for none is passed through.</summary>
    public Task HandleAsync(HttpContext context, Provider provider, WireProtocol protocol) => context.WebSockets.IsWebSocketRequest
        ? UpstreamFailures.AnswerAsync(context, provider, stats, logger, () => ConnectAsync(context, provider, protocol))
        : passthrough.HandleAsync(context);

    private async Task ConnectAsync(HttpContext context, Provider provider, WireProtocol protocol)
    {
        string key = SocketHandshake.NewKey();
        using HttpResponseMessage answer = await upstream.UpgradeAsync(context, provider, key, context.RequestAborted).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            stats.CountPassthrough(provider, (int)answer.StatusCode);
            await AnswerRelay.RelayAsync(context, provider, upstream, answer, logger).ConfigureAwait(false);
            return;
        }

        SocketHandshake.Check(answer, key);
        string? subProtocol = SocketHandshake.SubProtocol(answer);
        await using Stream connection = await answer.Content.ReadAsStreamAsync(context.RequestAborted).ConfigureAwait(false);
        using var server = WebSocket.CreateFromStream(
            connection, new WebSocketCreationOptions { IsServer = false, SubProtocol = subProtocol, KeepAliveInterval = KeepAlive });
        UpstreamHeaders.CopyResponse(answer, context.Response, isRewritten: true);
        SocketHandshake.RemoveOwn(context.Response.Headers);
        using WebSocket client = await context.WebSockets
            .AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = subProtocol, KeepAliveInterval = KeepAlive }).ConfigureAwait(false);

        bool isBypassed = options.Bypasses(context.Request);
        string? project = CallerAccess.Of(context).Project;
        var call = new SocketCall(provider, protocol, CallerAccess.Of(context).Tenant, CallerIdentity.Of(context.Request), CallerSubject.Of(context, provider), isBypassed, () => graphs.Named(project)?.Graph);
        await using var relay = new SocketRelay(client, server, call, preparation, turns, options, logger);
        using CancellationTokenRegistration stopping = lifetime.ApplicationStopping.Register(relay.StopWhenIdle);
        await relay.RunAsync().ConfigureAwait(false);
    }
}
