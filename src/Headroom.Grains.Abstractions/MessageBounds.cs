namespace Headroom.Grains;

/// <summary>How much one message between nodes may hold.</summary>
public static class MessageBounds
{
    /// <summary>
    /// Bytes of a message's body. Plans of the longest sessions stay far below; bodies of contents travel inline up to 64 KiB
    /// and else through the content store.
    /// </summary>
    public const int MaxBodyBytes = 8 << 20;
}
