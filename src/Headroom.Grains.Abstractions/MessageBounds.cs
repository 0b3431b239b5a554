namespace Headroom.Grains;

/// <summary>How much one message between nodes may hold.</summary>
public static class MessageBounds
{
    /// <summary>Bytes of a message's body. Plans of the longest sessions, with all their insertions, stay far below.</summary>
    public const int MaxBodyBytes = 32 << 20;

    /// <summary>Bytes of one insertion: many times what the rounds of a turn may retrieve.</summary>
    public const int MaxInsertionBytes = 4 << 20;
}
