using System.Text;

namespace Headroom.Cluster.Tests.Telemetry;

/// <summary>Reads a Protocol Buffers message as far as a test needs it: fields with a length, found by their numbers.</summary>
internal readonly record struct ProtobufFields(ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);

    /// <summary>All fields at the end of a path of numbers, such as the spans of all resources.</summary>
    public IEnumerable<ProtobufFields> At(params int[] path)
    {
        IEnumerable<ProtobufFields> found = [this];
        foreach (int number in path)
        {
            found = found.SelectMany(message => message.Fields(number)).ToArray();
        }

        return found;
    }

    private List<ProtobufFields> Fields(int wanted)
    {
        List<ProtobufFields> found = [];
        for (int at = 0; at < Bytes.Length;)
        {
            ulong tag = ReadNumber(ref at);
            switch (tag & 7)
            {
                case 0:
                    ReadNumber(ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                case 2:
                    int length = (int)ReadNumber(ref at);
                    if ((int)(tag >> 3) == wanted)
                        found.Add(new ProtobufFields(Bytes.Slice(at, length)));
                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"Field type {tag & 7} at {at}.");
            }
        }

        return found;
    }

    private ulong ReadNumber(ref int at)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Bytes.Span[at++];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return number;
        }
    }
}
