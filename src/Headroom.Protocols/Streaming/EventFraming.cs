namespace Headroom.Protocols.Streaming;

/// <summary>How the events of a stream are told apart.</summary>
public enum EventFraming
{
    /// <summary>Server-sent events: the JSON stands in data lines.</summary>
    ServerSent,

    /// <summary>The transport keeps them apart, as WebSocket does: each is its JSON and nothing more.</summary>
    Bare,

    /// <summary>The stream is one JSON array, and each element an event.</summary>
    JsonArray,
}
