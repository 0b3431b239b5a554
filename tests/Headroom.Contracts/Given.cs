using System.Text;
using Headroom.Compression.Markers;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Contracts;

/// <summary>Keys and contents for the suites.</summary>
public static class Given
{
    public static TenantId Acme { get; } = new("acme");

    public static TenantId Other { get; } = new("other");

    public static SessionKey Session { get; } = new(Acme, ContentHash.Of("session"u8).ToString());

    public static CancellationToken None => CancellationToken.None;

    public static StoredContent Content(string text, bool withMarker = true) => Content(Encoding.UTF8.GetBytes(text), withMarker);

    public static StoredContent Content(byte[] bytes, bool withMarker = true)
    {
        ContentHash hash = ContentHash.Of(bytes);
        return new StoredContent(
            hash, bytes, withMarker ? MarkerHash.FromKeyedHash(hash.ToArray()) : null, new ContentDescription("log", 12, 3, 1, "Bash"));
    }

    /// <summary>Bytes that do not compress.</summary>
    public static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
#pragma warning disable CA5394 // Reproducible, not secret.
        new Random(seed).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }

    public static LedgerEntry Entry(string field, string value) => new(field, Encoding.UTF8.GetBytes(value));

    public static string Text(this LedgerEntry entry) => Encoding.UTF8.GetString(entry.Value.Span);

    public static string Text(this StoredRecord record) => Encoding.UTF8.GetString(record.Value.Span);

    public static string Text(this ContentLookup lookup) =>
        Encoding.UTF8.GetString(Assert.IsType<ContentLookup.Found>(lookup).Bytes.Span);
}
