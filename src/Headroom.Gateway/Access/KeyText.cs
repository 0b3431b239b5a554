using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Headroom.Gateway.Access;

/// <summary>A Headroom key as people and clients write it: <c>hr_&lt;id&gt;_&lt;secret&gt;</c>.</summary>
/// <param name="Id">1 to 64 letters, digits and hyphens.</param>
/// <param name="Secret">The secret part.</param>
public readonly record struct KeyText(string Id, string Secret)
{
    private const string Prefix = "hr_";
    private const int SecretBytes = 32;
    private const int MaxIdLength = 64;
    private const int MaxLength = 256;

    /// <value>SHA-256 of the secret.</value>
    public byte[] SecretHash => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    /// <summary>Makes a new key with 256 random bits.</summary>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public static KeyText New(string id) => IsId(id)
        ? new(id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)))
        : throw new ArgumentException($"An id has 1 to {MaxIdLength} letters, digits and hyphens.", nameof(id));

    /// <summary>Whether a text says that it is a Headroom key, good or not.</summary>
    public static bool IsClaimedBy(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads a key; <c>null</c> where it is none.</summary>
    public static KeyText? TryParse(string text)
    {
        int end = IsClaimedBy(text) && text.Length <= MaxLength ? text.IndexOf('_', Prefix.Length) : -1;
        return end > 0 && end + 1 < text.Length && IsId(text[Prefix.Length..end]) && text.AsSpan(end).IndexOfAnyExceptInRange('!', '~') < 0
            ? new KeyText(text[Prefix.Length..end], text[(end + 1)..])
            : null;
    }

    /// <summary>Whether a text can be the id of a key.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= MaxIdLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}{Id}_{Secret}";
}
