using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Protocols.Retrieval;

namespace Headroom.Context.Sessions;

/// <summary>
/// How nodes, verdicts and insertions are written in a ledger: fields <c>n/NODE</c>, <c>v/NODE/CONTENT</c>, <c>i/ANCHOR</c>,
/// values as small JSON objects.
/// </summary>
internal static class LedgerCodec
{
    public static LedgerEntry Node(LineageNode node, LineageNode parent) =>
        new($"n/{node}", JsonSerializer.SerializeToUtf8Bytes(new NodeValue(parent.ToString()), LedgerJson.Default.NodeValue));

    public static LedgerEntry Verdict(BlockVerdict verdict, Guid receipt)
    {
        Verdict v = verdict.Verdict;
        var value = new VerdictValue(receipt, v.Output?.ToString(), v.Profile, v.Anchors, v.HasMarker, v.TokensBefore, v.TokensAfter, v.Transforms);
        return new($"v/{verdict.Node}/{verdict.Content}", JsonSerializer.SerializeToUtf8Bytes(value, LedgerJson.Default.VerdictValue));
    }

    public static LedgerEntry Insertion(Insertion insertion)
    {
        var value = new InsertionValue(
            [.. insertion.Visible.Select(part => part.Text)],
            insertion.Preceding.ToArray(),
            [.. insertion.Calls.Select(call => new InsertedCallValue(call.Block.ToArray(), call.NextClientCallId, call.Result.ToArray()))],
            insertion.Run.Count == 0 ? null : [.. insertion.Run.Select(item => new RunItemValue((int)item.Kind, item.Key, item.Id, item.Json.ToArray()))]);
        return new($"i/{insertion.Anchor}", JsonSerializer.SerializeToUtf8Bytes(value, LedgerJson.Default.InsertionValue));
    }

    /// <summary>Reads an entry back: a <see cref="NodeEntry"/>, <see cref="BlockVerdict"/> or <see cref="Sessions.Insertion"/>.</summary>
    /// <returns><c>null</c> for a kind that a newer version wrote.</returns>
    public static object? Read(LedgerEntry entry)
    {
        string[] path = entry.Field.Split('/', 3);
        switch (path)
        {
            case ["n", var node]:
                NodeValue nodeValue = JsonSerializer.Deserialize(entry.Value.Span, LedgerJson.Default.NodeValue)!;
                return new NodeEntry(ParseNode(node), ParseNode(nodeValue.Parent));
            case ["v", var node, var content]:
                return new BlockVerdict(ParseNode(node), ContentHash.Parse(content), ReadVerdict(entry.Value.Span));
            case ["i", ..]:
                InsertionValue insertion = JsonSerializer.Deserialize(entry.Value.Span, LedgerJson.Default.InsertionValue)!;
                return new Insertion(
                    entry.Field[2..],
                    [.. insertion.Visible.Select(text => new VisiblePart(text))],
                    insertion.Preceding,
                    [.. insertion.Calls.Select(call => new InsertedCall(call.Block, call.Next, call.Result))])
                {
                    Run = [.. (insertion.Run ?? []).Select(item => new RunItem((AnswerItemKind)item.Kind, item.Key, item.Id, item.Json))],
                };
            default:
                return null;
        }
    }

    /// <summary>Whether an entry holds another verdict that was written under the same receipt as the given one.</summary>
    public static bool IsEarlierAttempt(LedgerEntry standing, LedgerEntry meant) =>
        meant.Field.StartsWith("v/", StringComparison.Ordinal) && !standing.Value.Span.SequenceEqual(meant.Value.Span)
        && ReceiptOf(standing) == ReceiptOf(meant);

    private static Guid ReceiptOf(LedgerEntry verdict) => JsonSerializer.Deserialize(verdict.Value.Span, LedgerJson.Default.VerdictValue)!.Receipt;

    private static Verdict ReadVerdict(ReadOnlySpan<byte> value)
    {
        VerdictValue v = JsonSerializer.Deserialize(value, LedgerJson.Default.VerdictValue)!;
        ContentHash? output = v.Output is null ? null : ContentHash.Parse(v.Output);
        return new Verdict(output, v.Profile, v.Anchors, v.HasMarker, v.TokensBefore, v.TokensAfter, v.Transforms);
    }

    private static LineageNode ParseNode(string hex) => new(UInt128.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>A node and the one before it.</summary>
    public sealed record NodeEntry(LineageNode Node, LineageNode Parent);

    internal sealed record NodeValue([property: JsonPropertyName("p")] string Parent);

    internal sealed record VerdictValue(
        [property: JsonPropertyName("r")] Guid Receipt,
        [property: JsonPropertyName("o")] string? Output,
        [property: JsonPropertyName("p")] string Profile,
        [property: JsonPropertyName("a")] string Anchors,
        [property: JsonPropertyName("m")] bool HasMarker,
        [property: JsonPropertyName("b")] int TokensBefore,
        [property: JsonPropertyName("t")] int TokensAfter,
        [property: JsonPropertyName("x")] string Transforms);

    internal sealed record InsertionValue(
        [property: JsonPropertyName("v")] string?[] Visible,
        [property: JsonPropertyName("m")] byte[] Preceding,
        [property: JsonPropertyName("c")] InsertedCallValue[] Calls,
        [property: JsonPropertyName("q"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunItemValue[]? Run = null);

    internal sealed record RunItemValue(
        [property: JsonPropertyName("k")] int Kind,
        [property: JsonPropertyName("a")] string? Key,
        [property: JsonPropertyName("i")] string? Id,
        [property: JsonPropertyName("j")] byte[] Json);

    internal sealed record InsertedCallValue(
        [property: JsonPropertyName("b")] byte[] Block,
        [property: JsonPropertyName("n")] string? Next,
        [property: JsonPropertyName("r")] byte[] Result);
}

/// <summary>The source-generated serializers of ledger values.</summary>
[JsonSerializable(typeof(LedgerCodec.NodeValue))]
[JsonSerializable(typeof(LedgerCodec.VerdictValue))]
[JsonSerializable(typeof(LedgerCodec.InsertionValue))]
internal sealed partial class LedgerJson : JsonSerializerContext;
