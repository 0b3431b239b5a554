using System.Net.WebSockets;

namespace Headroom.Gateway.Sockets;

/// <summary>Sends messages on a WebSocket, one at a time, whoever sends them.</summary>
internal sealed class SocketWriter(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Sends a message, or a part of one.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool isLast, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(bytes, type, isLast, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends a whole text.</summary>
    public Task SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) =>
        SendAsync(utf8, WebSocketMessageType.Text, true, cancellationToken);

    /// <summary>Closes this side with the code and reason that the other connection was closed with.</summary>
    public async Task CloseAsync(WebSocketCloseStatus? status, string? reason, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                // No code came with it: that is said by a code that never goes over the wire.
                bool isNamed = status is not null && status != WebSocketCloseStatus.Empty;
                await socket.CloseOutputAsync(isNamed ? status!.Value : WebSocketCloseStatus.NormalClosure, isNamed ? reason : null, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
