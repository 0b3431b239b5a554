using System.Security.Cryptography;
using Headroom.Compression.Detection;
using Headroom.Context.Turns;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Messages;

/// <summary>Where the tokens of some messages are, and what they are spent on.</summary>
/// <param name="Tokens">Tokens by role, as they came; results of tools count as <c>tool_result</c>.</param>
/// <param name="Waste">Tokens that went away, by their cause.</param>
/// <param name="StablePrefixHash">
/// SHA-256 in hexadecimal over what every conversation of this agent begins with: tools, system prompt and the system and
/// developer messages before all others. Where it differs from request to request, the provider's cache begins anew.
/// </param>
public sealed record MessageParts(
    IReadOnlyDictionary<string, long> Tokens, IReadOnlyDictionary<string, long> Waste, string StablePrefixHash)
{
    private const string ToolResult = "tool_result";

    /// <summary>Describes messages.</summary>
    /// <param name="chat">The places in them by OpenAI's protocol.</param>
    /// <param name="anthropic">The places in them by Anthropic's protocol.</param>
    /// <param name="body">The request that they stand in.</param>
    /// <param name="texts">Counts the tokens.</param>
    /// <param name="blocks">What became of their blocks.</param>
    internal static MessageParts Of(TurnMap chat, TurnMap anthropic, ReadOnlyMemory<byte> body, TextTokens texts, IReadOnlyList<CompressedBlock> blocks) =>
        new(TokensByRole(chat, anthropic, body, texts), WasteByCause(blocks), PrefixHash(chat, body));

    private static SortedDictionary<string, long> TokensByRole(TurnMap chat, TurnMap anthropic, ReadOnlyMemory<byte> body, TextTokens texts)
    {
        var tokens = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((TurnMessage message, TurnMessage other) in chat.Messages.Zip(anthropic.Messages))
        {
            long results = message.Blocks.Concat(other.Blocks).DistinctBy(block => block.Token.Start).Sum(block => (long)texts.Count(block.Token.Of(body.Span)));
            Add(tokens, ToolResult, results);
            Add(tokens, message.Role, texts.Count(message.Range.Of(body.Span)) - results);
        }

        return tokens;
    }

    private static SortedDictionary<string, long> WasteByCause(IReadOnlyList<CompressedBlock> blocks)
    {
        var waste = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (CompressedBlock block in blocks)
        {
            Add(waste, Cause(block), block.TokensBefore - block.TokensAfter);
        }

        return waste;
    }

    /// <summary>The names that clients of the protocol know, and for other causes that of the kind.</summary>
    private static string Cause(CompressedBlock block) => block.IsRepeat ? "repetition" : block.Outcome?.Kind switch
    {
        ContentKind.Json => "json_bloat",
        ContentKind.Markup => "html_noise",
        ContentKind.Opaque => "base64",
        var kind => (kind ?? ContentKind.Text).ToString().ToLowerInvariant(),
    };

    private static void Add(SortedDictionary<string, long> tokens, string name, long count)
    {
        if (count > 0)
        {
            tokens[name] = tokens.GetValueOrDefault(name) + count;
        }
    }

    private static string PrefixHash(TurnMap map, ReadOnlyMemory<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<ByteRange?> first = map.Messages.TakeWhile(message => message.Role is "system" or "developer").Select(message => (ByteRange?)message.Range);
        foreach (ByteRange range in first.Prepend(map.System).Prepend(map.Tools.Range).OfType<ByteRange>())
        {
            hash.AppendData(range.Of(body.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
