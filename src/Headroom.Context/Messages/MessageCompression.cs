using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Tenants;
using Headroom.Context.Turns;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Messages;

/// <summary>
/// Compresses messages or a text for a caller that can retrieve by itself: <c>/v1/compress</c>, the command line. No session
/// is involved; originals are stored before anything is returned.
/// </summary>
public sealed class MessageCompression(IContentStore contents, TenantSecrets secrets, CompressionProfile profile)
{
    private readonly BlockCompressor _compressor = new(profile);

    /// <summary>Compresses the tool results in an object with <c>messages</c>, of Anthropic or OpenAI shape or both.</summary>
    /// <param name="tenant">Whose store keeps the originals.</param>
    /// <param name="body">The object, UTF-8.</param>
    /// <param name="question">What the reader wants to know; <c>null</c>: the latest words of the user.</param>
    /// <param name="model">The model whose tokens are reported; <c>null</c>: the one that the object names.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns><c>null</c> where the object holds no list of messages.</returns>
    /// <exception cref="StoreUnavailableException">The originals could not be stored, so nothing was left out.</exception>
    public async Task<CompressedMessages?> CompressAsync(
        TenantId tenant, ReadOnlyMemory<byte> body, string? question, string? model, CancellationToken cancellationToken)
    {
        if (!TurnLocator.TryLocate(WireProtocol.ChatCompletions, body, out TurnMap? chat)
            || !TurnLocator.TryLocate(WireProtocol.AnthropicMessages, body, out TurnMap? anthropic))
        {
            return null;
        }

        List<BlockWork> blocks = [.. TurnBlocks.Find(chat, body, profile.MinBytes), .. TurnBlocks.Find(anthropic, body, profile.MinBytes)];
        Anchors anchors = question is null ? TurnQuestion.Anchors(chat, body) : Anchors.FromQuestion(question);
        ReadOnlyMemory<byte> secret = await secrets.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var splice = new BodySplice(body);
        var result = new Result();
        foreach (BlockWork block in blocks)
        {
            if (Compress(block, anchors, secret.Span, result, cancellationToken) is { } output)
            {
                splice.Replace(block.Block.Token, JsonText.ToStringToken(output));
            }
        }

        await StoreAsync(tenant, result, cancellationToken).ConfigureAwait(false);
        var texts = new TextTokens(TokenCounters.ForModel(model ?? chat.Model).Counter);
        ReadOnlyMemory<byte> before = chat.MessageList.Of(body);
        ReadOnlyMemory<byte> edited = splice.ToMemory();
        ReadOnlyMemory<byte> after = edited.Slice(chat.MessageList.Start, edited.Length - (body.Length - chat.MessageList.Length));
        return new CompressedMessages(after, texts.Count(before.Span), texts.Count(after.Span), result.Transforms, result.Markers);
    }

    /// <summary>Compresses one text.</summary>
    /// <param name="tenant">Whose store keeps the original.</param>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="question">What the reader wants to know, if that is known.</param>
    /// <param name="model">The model whose tokens are reported.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreUnavailableException">The original could not be stored, so nothing was left out.</exception>
    public async Task<CompressedText> CompressTextAsync(
        TenantId tenant, ReadOnlyMemory<byte> text, string? question, string? model, CancellationToken cancellationToken)
    {
        Anchors anchors = question is null ? Anchors.None : Anchors.FromQuestion(question);
        ReadOnlyMemory<byte> secret = await secrets.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var result = new Result();
        byte[]? output = Compress(new BlockWork(0, default, text), anchors, secret.Span, result, cancellationToken);
        await StoreAsync(tenant, result, cancellationToken).ConfigureAwait(false);
        ITokenCounter counter = TokenCounters.ForModel(model).Counter;
        int before = counter.Count(text.Span);
        return new CompressedText(output ?? text, before, output is null ? before : counter.Count(output), result.Transforms, result.Markers);
    }

    private byte[]? Compress(BlockWork block, Anchors anchors, ReadOnlySpan<byte> secret, Result result, CancellationToken cancellationToken)
    {
        MarkerHash marker = TenantSecrets.Marker(secret, block.Hash);
        BlockOutcome outcome = _compressor.Compress(block.Content.Span, new BlockContext(block.Block.ToolName, anchors, marker), cancellationToken);
        if (outcome.Output is not null)
        {
            result.Add(StoredOriginal.Of(block, outcome, marker), outcome.Transforms);
        }

        return outcome.Output;
    }

    private async Task StoreAsync(TenantId tenant, Result result, CancellationToken cancellationToken)
    {
        if (result.ToStore.Count > 0)
        {
            await contents.PutAsync(tenant, result.ToStore, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Result
    {
        public List<StoredContent> ToStore { get; } = [];

        public List<string> Transforms { get; } = [];

        public List<string> Markers { get; } = [];

        public void Add(StoredContent original, IReadOnlyList<string> transforms)
        {
            ToStore.Add(original);
            Transforms.AddRange(transforms.Where(transform => !Transforms.Contains(transform)));
            string marker = original.Marker.ToString()!;
            if (!Markers.Contains(marker))
            {
                Markers.Add(marker);
            }
        }
    }
}
