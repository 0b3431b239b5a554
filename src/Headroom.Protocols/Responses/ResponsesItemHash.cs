using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Responses;

/// <summary>
/// The hash by which an item is recognised on later turns. What the client wrote counts byte for byte. What the model made
/// counts by what it says, since clients write it anew without ids, states and notes; so a history that is sent whole has the
/// same lineage as the chain of answers that it was before.
/// </summary>
internal static class ResponsesItemHash
{
    /// <summary>Hashes an item.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> body, ResponsesItem item)
    {
        if (!item.IsMade)
        {
            return SHA256.HashData(item.Range.Of(body.Span));
        }

        if (item.IsMessage)
        {
            return OfTexts("message", body, item.Parts.Select(part => part.Text ?? part.Range));
        }

        if (item is { IsCall: true, CallId: { } callId })
        {
            IEnumerable<ByteRange> arguments = item.Arguments is { } token ? [token] : [];
            return OfTexts($"{item.Type}\n{callId}\n{item.Name}", body, arguments);
        }

        return item.Encrypted is { } encrypted ? OfTexts(item.Type!, body, [encrypted])
            : item.Summary.Count > 0 ? OfTexts(item.Type!, body, item.Summary)
            : SHA256.HashData(item.Range.Of(body.Span));
    }

    private static byte[] OfTexts(string kind, ReadOnlyMemory<byte> body, IEnumerable<ByteRange> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(kind));
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (ByteRange value in values)
        {
            ReadOnlyMemory<byte> raw = value.Of(body);
            ReadOnlyMemory<byte> said = raw.Span[0] == (byte)'"' && JsonText.TryUnescape(raw, out ReadOnlyMemory<byte> text) ? text : raw;
            BinaryPrimitives.WriteInt32BigEndian(length, said.Length);
            hash.AppendData(length);
            hash.AppendData(said.Span);
        }

        return hash.GetHashAndReset();
    }
}
