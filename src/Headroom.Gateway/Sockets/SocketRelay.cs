using System.Collections.Concurrent;
using System.Net.WebSockets;
using Headroom.Context.Turns;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Hosting;
using Headroom.Gateway.ModelCalls;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.Sockets;

/// <summary>
/// One connection between a client and upstream. The client's turns are prepared like request bodies, and retrievals answered
/// inside the run of events; every other message crosses as it is. What closes one side closes the other, with its code.
/// </summary>
internal sealed class SocketRelay(
    WebSocket client, WebSocket server, SocketCall call, TurnPreparation preparation, SocketTurns turns, GatewayOptions options, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    /// <summary>The turns under way by the stream that they belong to; several streams may share a connection.</summary>
    private readonly ConcurrentDictionary<string, SocketTurn> _turns = new();
    private readonly SocketWriter _toClient = new(client);
    private readonly SocketWriter _toServer = new(server);
    private readonly CancellationTokenSource _broken = new();
    private volatile bool _isStopping;
    private volatile bool _isClosing;

    /// <summary>Relays until one side closes or is gone.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(GuardAsync(FromClientAsync), GuardAsync(FromServerAsync)).ConfigureAwait(false);
        foreach (SocketTurn turn in _turns.Values)
        {
            await turns.AccountAsync(call, turn).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connection as soon as no turn is under way.</summary>
    public void StopWhenIdle()
    {
        _isStopping = true;
        _ = CloseIfIdleAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _toClient.Dispose();
        _toServer.Dispose();
        _broken.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Runs one direction; where it breaks, both connections do: never a clean end. Only where one side has closed before is the
    /// other told so although nobody answers any more.
    /// </summary>
    private async Task GuardAsync(Func<Task> direction)
    {
        try
        {
            await direction().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (_isClosing)
            {
                await CloseAsync(_toClient, client.CloseStatus, client.CloseStatusDescription).ConfigureAwait(false);
                return;
            }

            if (!_broken.IsCancellationRequested && client.State == WebSocketState.Open)
            {
                GatewayLog.UpstreamBrokeOff(logger, call.Provider.ToString(), broken.Message);
            }

            await _broken.CancelAsync().ConfigureAwait(false);
            client.Abort();
            server.Abort();
        }
    }

    private async Task FromClientAsync()
    {
        var messages = new SocketMessageReader(client, options.MaxParsedBytes);
        bool isInside = false;
        while (await messages.ReadAsync(_broken.Token).ConfigureAwait(false) is { } message)
        {
            bool isTurn = !isInside && message is { Type: WebSocketMessageType.Text, IsWhole: true }
                && JsonMembers.TryRead(message.Bytes) is { } members && members.StringOf("type") == "response.create";
            isInside = !message.IsWhole;
            if (isTurn)
            {
                await BeginTurnAsync(message.Bytes.ToArray()).ConfigureAwait(false);
            }
            else
            {
                await _toServer.SendAsync(message.Bytes, message.Type, message.IsWhole, _broken.Token).ConfigureAwait(false);
            }
        }

        await CloseAsync(_toServer, client.CloseStatus, client.CloseStatusDescription).ConfigureAwait(false);
    }

    private async Task BeginTurnAsync(byte[] message)
    {
        long start = turns.Now();
        string stream = StreamOf(message);
        if (_turns.TryGetValue(stream, out SocketTurn? before))
        {
            // The turn before may go on after a retrieval, and this one must not come in between.
            await before.Ended.WaitAsync(_broken.Token).ConfigureAwait(false);
        }

        if (await turns.RefusalAsync(call, _broken.Token).ConfigureAwait(false) is { } refusal)
        {
            await _toClient.SendTextAsync(SocketRefusal.Write(stream, refusal), _broken.Token).ConfigureAwait(false);
            return;
        }

        var request = new TurnRequest(call.Tenant, call.Caller, call.Protocol, message, call.IsBypassed, KeepsConnection: true) { Graph = call.Graph() };
        PreparedTurn prepared = await preparation.PrepareAsync(request, _broken.Token).ConfigureAwait(false);
        _turns[stream] = turns.Begin(call, prepared, start);
        await _toServer.SendTextAsync(BodySplice.Join(prepared.Pieces), _broken.Token).ConfigureAwait(false);
    }

    private async Task FromServerAsync()
    {
        var messages = new SocketMessageReader(server, options.MaxInspectedAnswerBytes);
        bool isInside = false;
        while (await messages.ReadAsync(_broken.Token).ConfigureAwait(false) is { } message)
        {
            bool isEvent = !isInside && message is { Type: WebSocketMessageType.Text, IsWhole: true };
            isInside = !message.IsWhole;
            if (isEvent && _turns.TryGetValue(StreamOf(message.Bytes), out SocketTurn? turn))
            {
                await RelayEventAsync(turn, message.Bytes).ConfigureAwait(false);
            }
            else
            {
                await _toClient.SendAsync(message.Bytes, message.Type, message.IsWhole, _broken.Token).ConfigureAwait(false);
            }
        }

        await CloseAsync(_toClient, server.CloseStatus, server.CloseStatusDescription).ConfigureAwait(false);
    }

    private async Task RelayEventAsync(SocketTurn turn, ReadOnlyMemory<byte> json)
    {
        await ShowAsync(turn.Accept(json)).ConfigureAwait(false);
        if (turn.Answer.HasFailed)
        {
            await EndTurnAsync(turn).ConfigureAwait(false);
        }
        else if (turn.Answer.IsEnded)
        {
            await GoOnAsync(turn).ConfigureAwait(false);
        }
    }

    /// <summary>Answers the model's calls and goes on, or ends the answer.</summary>
    private async Task GoOnAsync(SocketTurn turn)
    {
        AssistantRound round = turn.Answer.CompleteRound();
        if (turn.Prepared.OffersRetrieval && turn.Rounds.CanContinue(round))
        {
            long? output = turn.Answer.EarlierUsage.Plus(turn.Answer.RoundUsage).Output;
            IReadOnlyList<ReadOnlyMemory<byte>> next = await turn.Rounds.ContinueAsync(round, output, _broken.Token).ConfigureAwait(false);
            turn.BeginContinuation();
            await _toServer.SendTextAsync(BodySplice.Join(next), _broken.Token).ConfigureAwait(false);
            return;
        }

        // The closing event leaves only after what later turns need is written down.
        await turn.Rounds.CloseAsync(round, _broken.Token).ConfigureAwait(false);
        await ShowAsync(turn.Closing(ownCallsDropped: round.OwnCalls.Count > 0)).ConfigureAwait(false);
        await EndTurnAsync(turn).ConfigureAwait(false);
    }

    private async Task EndTurnAsync(SocketTurn turn)
    {
        foreach ((string stream, SocketTurn current) in _turns)
        {
            if (current == turn)
            {
                _turns.TryRemove(stream, out _);
            }
        }

        turn.End();
        await turns.AccountAsync(call, turn).ConfigureAwait(false);
        await CloseIfIdleAsync().ConfigureAwait(false);
    }

    private async Task CloseIfIdleAsync()
    {
        if (_isStopping && _turns.IsEmpty)
        {
            await CloseAsync(_toServer, WebSocketCloseStatus.EndpointUnavailable, "going away").ConfigureAwait(false);
            await CloseAsync(_toClient, WebSocketCloseStatus.EndpointUnavailable, "going away").ConfigureAwait(false);
        }
    }

    private Task ShowAsync(ReadOnlyMemory<byte> json) => json.IsEmpty ? Task.CompletedTask : _toClient.SendTextAsync(json, _broken.Token);

    /// <summary>Closes one side; if it does not answer in time, both connections are cut.</summary>
    private async Task CloseAsync(SocketWriter writer, WebSocketCloseStatus? status, string? reason)
    {
        _isClosing = true;
        _broken.CancelAfter(CloseLimit);
        try
        {
            await writer.CloseAsync(status, reason, _broken.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // There is nobody left to tell.
        }
    }

    private static string StreamOf(ReadOnlyMemory<byte> json) =>
        json.Span.IndexOf("stream_id"u8) < 0 ? "" : JsonMembers.TryRead(json)?.StringOf("stream_id") ?? "";
}
