using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Headroom.EndToEnd.Tests.Upstream;

/// <summary>One end of a WebSocket, message by message.</summary>
public sealed class ScriptedSocket(WebSocket socket)
{
    public WebSocket Socket => socket;

    /// <summary>The next message; <c>null</c> where the other side closed.</summary>
    public async Task<string?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[4096];
        while (true)
        {
            WebSocketReceiveResult read = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }

    /// <summary>Sends a message in fragments of a size.</summary>
    public async Task SendAsync(string text, int fragment = int.MaxValue, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int start = 0; start < bytes.Length; start += Math.Min(fragment, bytes.Length))
        {
            int length = Math.Min(fragment, bytes.Length - start);
            await socket.SendAsync(bytes.AsMemory(start, length), type, start + length == bytes.Length, CancellationToken.None);
        }
    }

    /// <summary>Answers the next turn, and gives it.</summary>
    public async Task<JsonNode> AnswerAsync(Func<string, ModelReply> reply)
    {
        string asked = await ReceiveAsync() ?? throw new InvalidOperationException("closed");
        JsonNode turn = JsonNode.Parse(asked)!;
        foreach (string data in ResponsesReplies.Events(turn, reply(asked)))
        {
            await SendAsync(data);
        }

        return turn;
    }

    /// <summary>The events of one answer.</summary>
    public async Task<List<JsonNode>> AnswerEventsAsync()
    {
        List<JsonNode> events = [];
        while ((string?)events.LastOrDefault()?["type"] is not ("response.completed" or "error"))
        {
            events.Add(JsonNode.Parse(await ReceiveAsync() ?? throw new InvalidOperationException("closed"))!);
        }

        return events;
    }

    public Task CloseAsync(WebSocketCloseStatus status, string reason) => socket.CloseOutputAsync(status, reason, CancellationToken.None);
}
