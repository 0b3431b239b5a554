using System.Buffers;

namespace Headroom.Protocols.Bodies;

/// <summary>Puts JSON values that are bytes already into a list.</summary>
public static class JsonList
{
    /// <summary>The values, separated by commas.</summary>
    public static ReadOnlyMemory<byte> Join(IEnumerable<ReadOnlyMemory<byte>> values)
    {
        var joined = new ArrayBufferWriter<byte>();
        bool isFirst = true;
        foreach (ReadOnlyMemory<byte> value in values)
        {
            joined.Write(isFirst ? ""u8 : ","u8);
            joined.Write(value.Span);
            isFirst = false;
        }

        return joined.WrittenMemory;
    }

    /// <summary>The values as an array, brackets included.</summary>
    public static ReadOnlyMemory<byte> Array(IEnumerable<ReadOnlyMemory<byte>> values) => (byte[])[(byte)'[', .. Join(values).Span, (byte)']'];
}
