using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Headroom.Protocols.Gemini;

/// <summary>
/// Recognises function calls by what they say. Most have no id, and clients give them ids of their own; what a call says comes
/// back as it was, but for how its JSON is written. Equal calls in one content are told apart by their order.
/// </summary>
internal sealed class CallKeys
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Begins another content.</summary>
    public void Clear() => _counts.Clear();

    /// <summary>The key of the next call.</summary>
    /// <param name="name">The function.</param>
    /// <param name="arguments">The JSON of its arguments; empty where there is none.</param>
    public string Next(string? name, ReadOnlyMemory<byte> arguments)
    {
        string key = $"{name}:{Convert.ToHexStringLower(Digest(arguments).AsSpan(0, 16))}";
        int count = CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _)++;
        return count == 0 ? key : $"{key}#{count}";
    }

    private static byte[] Digest(ReadOnlyMemory<byte> arguments)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(arguments.IsEmpty ? "{}"u8.ToArray() : arguments);
            return Digest(document.RootElement);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            // Nested too deep, or no Unicode: recognised only as it is written.
            return SHA256.HashData(arguments.Span);
        }
    }

    private static byte[] Digest(JsonElement value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)value.ValueKind]);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(member.Name)));
                    hash.AppendData(Digest(member.Value));
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in value.EnumerateArray())
                {
                    hash.AppendData(Digest(element));
                }

                break;
            case JsonValueKind.String:
                hash.AppendData(Encoding.UTF8.GetBytes(value.GetString()!));
                break;
            case JsonValueKind.Number:
                // Clients read numbers as doubles and write them in their own way.
                Span<byte> bits = stackalloc byte[sizeof(double)];
                BinaryPrimitives.WriteDoubleBigEndian(bits, value.GetDouble());
                hash.AppendData(bits);
                break;
        }

        return hash.GetHashAndReset();
    }
}
