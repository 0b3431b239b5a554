using System.Security.Cryptography;
using System.Text;

namespace Headroom.Protocols.Retrieval;

/// <summary>How a text of the model is recognised without being kept.</summary>
public static class AnswerText
{
    /// <summary>The first 16 bytes of its SHA-256, as 32 lowercase hexadecimal digits.</summary>
    public static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
