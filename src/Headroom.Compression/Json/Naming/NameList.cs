using System.Buffers;

namespace Headroom.Compression.Json.Naming;

/// <summary>Gives out the names <c>$A</c> to <c>$Z</c>, but for those that the text itself has.</summary>
internal sealed class NameList
{
    private readonly Queue<byte> _free = new();
    private readonly List<(byte[] Name, byte[] Meaning)> _stated = [];

    /// <param name="body">The text in which the names will stand.</param>
    public NameList(ReadOnlySpan<byte> body)
    {
        for (byte letter = (byte)'A'; letter <= 'Z'; letter++)
        {
            if (body.IndexOf([(byte)'$', letter]) < 0)
            {
                _free.Enqueue(letter);
            }
        }
    }

    /// <summary>Takes a name for a meaning.</summary>
    /// <returns><c>null</c> where all are taken.</returns>
    public byte[]? Take(byte[] meaning)
    {
        if (!_free.TryDequeue(out byte letter))
        {
            return null;
        }

        byte[] name = [(byte)'$', letter];
        _stated.Add((name, meaning));
        return name;
    }

    /// <summary>Writes a line for each name that was taken.</summary>
    public void WriteStatements(IBufferWriter<byte> output)
    {
        foreach ((byte[] name, byte[] meaning) in _stated)
        {
            output.Write(name);
            output.Write("="u8);
            output.Write(meaning);
            output.Write("\n"u8);
        }
    }
}
