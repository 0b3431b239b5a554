using System.Buffers;
using System.Net.WebSockets;

namespace Headroom.Gateway.Sockets;

/// <summary>Reads the messages of a WebSocket, however they are cut into fragments.</summary>
internal sealed class SocketMessageReader(WebSocket socket, int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(16 << 10);

    /// <summary>Reads one message, or as much of it as fits.</summary>
    /// <returns>The message; <c>null</c> where the other side closes. Its bytes are valid until the next call.</returns>
    public async ValueTask<SocketMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.ResetWrittenCount();
        while (true)
        {
            ValueWebSocketReceiveResult read = await socket.ReceiveAsync(_buffer.GetMemory(16 << 10), cancellationToken).ConfigureAwait(false);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            _buffer.Advance(read.Count);
            if (read.EndOfMessage || _buffer.WrittenCount > maxBytes)
            {
                return new SocketMessage(read.MessageType, _buffer.WrittenMemory, read.EndOfMessage);
            }
        }
    }
}

/// <summary>One message.</summary>
/// <param name="Type">Text or binary.</param>
/// <param name="Bytes">What is here of it.</param>
/// <param name="IsWhole">Whether that is all; if not, the rest comes as further messages with the same type.</param>
internal readonly record struct SocketMessage(WebSocketMessageType Type, ReadOnlyMemory<byte> Bytes, bool IsWhole);
