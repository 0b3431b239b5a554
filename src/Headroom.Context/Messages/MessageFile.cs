using Headroom.Protocols.Turns;

namespace Headroom.Context.Messages;

/// <summary>Tells a file of messages from a text.</summary>
public static class MessageFile
{
    /// <summary>Reads <c>{"messages":[…]}</c> or a bare array of messages: objects that all have a role.</summary>
    /// <param name="input">The file.</param>
    /// <param name="body">The object with messages.</param>
    public static bool TryRead(ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> body) => TryLocate(input, out body, out _);

    /// <summary>The same, for callers that want the list alone.</summary>
    /// <param name="input">The file.</param>
    /// <param name="list">The list of messages.</param>
    public static bool TryReadList(ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> list)
    {
        bool isRead = TryLocate(input, out ReadOnlyMemory<byte> body, out TurnMap? map);
        list = isRead ? map!.MessageList.Of(body) : default;
        return isRead;
    }

    private static bool TryLocate(ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> body, out TurnMap? map)
    {
        ReadOnlySpan<byte> trimmed = input.Span.TrimStart(" \t\r\n\uFEFF"u8);
        body = trimmed.StartsWith("["u8) ? (byte[])[.. "{\"messages\":"u8, .. trimmed, (byte)'}'] : input[(input.Length - trimmed.Length)..];
        return TurnLocator.TryLocate(WireProtocol.ChatCompletions, body, out map)
            && map.Messages.Count > 0 && map.Messages.All(message => message.Role.Length > 0);
    }
}
