using System.Diagnostics;
using System.Globalization;
using Headroom.Compression.Anchoring;
using Headroom.Compression.Blocks;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Sessions;
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
/// <param name="contents">Keeps the originals.</param>
/// <param name="secrets">The tenants' secrets.</param>
/// <param name="profiles">The profiles of the process.</param>
/// <param name="model">Chooses the words of prose that are left out; <c>null</c> where lists of words do.</param>
/// <param name="policies">What tenants choose; <c>null</c> where none does.</param>
public sealed class MessageCompression(
    IContentStore contents, TenantSecrets secrets, ProfileSelection profiles, ITextModel? model = null, TenantPolicies? policies = null)
{
    private static readonly TurnOptions Options = new();

    /// <summary>The profiles that a tenant's messages are compressed under where the caller chooses none.</summary>
    public ProfileSelection ProfilesOf(TenantId tenant) => policies?.ProfilesOf(tenant) ?? profiles;

    /// <value>What went wrong since the start.</value>
    public TurnCounters Counters { get; } = new();

    /// <summary>Compresses the tool results in an object with <c>messages</c>, of Anthropic or OpenAI shape or both.</summary>
    /// <param name="tenant">Whose store keeps the originals.</param>
    /// <param name="body">The object, UTF-8.</param>
    /// <param name="options">What the caller chose.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns><c>null</c> where the object holds no list of messages.</returns>
    /// <exception cref="StoreUnavailableException">The originals could not be stored, so nothing was left out.</exception>
    public async Task<CompressedMessages?> CompressAsync(
        TenantId tenant, ReadOnlyMemory<byte> body, MessageOptions options, CancellationToken cancellationToken)
    {
        if (!TurnLocator.TryLocate(WireProtocol.ChatCompletions, body, out TurnMap? chat)
            || !TurnLocator.TryLocate(WireProtocol.AnthropicMessages, body, out TurnMap? anthropic))
        {
            return null;
        }

        string? question = options.Question ?? TurnQuestion.Text(chat, body);
        var texts = new TextTokens(TokenCounters.ForModel(options.Model ?? chat.Model).Counter);
        long before = texts.Count(chat.MessageList.Of(body).Span);
        CompressedMessages? result = null;
        foreach (ProfileSelection attempt in Attempts(tenant, options, question, before))
        {
            List<BlockWork> blocks = Blocks(chat, anthropic, body, options);
            IReadOnlyList<CompressedBlock> compressed = await CompressAsync(tenant, blocks, attempt, question, options, cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> after = Splice(body, chat, blocks);
            result = new CompressedMessages(after, before, texts.Count(after.Span), compressed);
            if (options.TokenBudget is not { } most || result.TokensAfter <= most)
            {
                break;
            }
        }

        return options.IsSimulation && result is not null
            ? result with { Parts = MessageParts.Of(chat, anthropic, body, texts, result.Blocks) }
            : result;
    }

    /// <summary>Compresses one text.</summary>
    /// <param name="tenant">Whose store keeps the original.</param>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="options">What the caller chose.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreUnavailableException">The original could not be stored, so nothing was left out.</exception>
    public async Task<CompressedText> CompressTextAsync(
        TenantId tenant, ReadOnlyMemory<byte> text, MessageOptions options, CancellationToken cancellationToken)
    {
        ITokenCounter counter = TokenCounters.ForModel(options.Model).Counter;
        int before = counter.Count(text.Span);
        foreach (ProfileSelection attempt in Attempts(tenant, options, options.Question, before))
        {
            List<BlockWork> blocks = [new BlockWork(0, default, text) { IsToolOutput = false }];
            BlockWork.Number(blocks);
            IReadOnlyList<CompressedBlock> compressed = await CompressAsync(tenant, blocks, attempt, options.Question, options, cancellationToken).ConfigureAwait(false);
            var result = new CompressedText(before, blocks[0].Output is { } output ? counter.Count(output.Span) : before, compressed[0]);
            if (options.TokenBudget is not { } most || result.TokensAfter <= most || attempt.Default.ElidesCode)
            {
                return result;
            }
        }

        throw new UnreachableException();
    }

    /// <summary>The profiles as they were chosen, and then, if a budget is not kept, the hardest.</summary>
    private IEnumerable<ProfileSelection> Attempts(TenantId tenant, MessageOptions options, string? question, long tokens)
    {
        ProfileSelection chosen = options.Profiles ?? ProfilesOf(tenant);
        bool keepsCode = options.ProtectsAnalysisContext && question is not null && AnalysisWords.AreIn(question);
        yield return Adjusted(chosen, chosen.Default, options.TargetRatio, keepsCode);
        if (options.TokenBudget is { } most)
        {
            double share = Math.Clamp((double)most / Math.Max(tokens, 1), 0.05, 1);
            yield return Adjusted(chosen, CompressionProfiles.Aggressive, Math.Min(options.TargetRatio ?? 1, share), keepsCode);
        }
    }

    private static ProfileSelection Adjusted(ProfileSelection chosen, CompressionProfile profile, double? targetRatio, bool keepsCode)
    {
        CompressionProfile adjusted = profile;
        if (targetRatio is not null || (keepsCode && profile.ElidesCode))
        {
            adjusted = profile with
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{profile.Id}{(targetRatio is { } ratio ? $";ratio={ratio}" : "")}{(keepsCode ? ";code" : "")}"),
                TargetRatio = targetRatio ?? profile.TargetRatio,
                ElidesCode = profile.ElidesCode && !keepsCode,
            };
        }

        return ReferenceEquals(adjusted, chosen.Default) ? chosen : new ProfileSelection(adjusted, chosen.Overrides);
    }

    private static List<BlockWork> Blocks(TurnMap chat, TurnMap anthropic, ReadOnlyMemory<byte> body, MessageOptions options)
    {
        int minBytes = CompressionProfiles.Balanced.MinBytes;
        List<BlockWork> blocks = [.. TurnBlocks.Find(chat, body, minBytes), .. TurnBlocks.Find(anthropic, body, minBytes)];
        if (options.CompressesUserMessages)
        {
            blocks.AddRange(TurnBlocks.FindSpoken(chat, body, minBytes));
        }

        int unprotected = chat.Messages.Count - options.ProtectedRecent;
        blocks = [.. blocks.Where(block => block.MessageIndex < unprotected).DistinctBy(block => block.Block.Token.Start).OrderBy(block => block.Block.Token.Start)];
        BlockWork.Number(blocks);
        return blocks;
    }

    private async Task<IReadOnlyList<CompressedBlock>> CompressAsync(
        TenantId tenant, List<BlockWork> blocks, ProfileSelection selection, string? question, MessageOptions options, CancellationToken cancellationToken)
    {
        Anchors anchors = question is null ? Anchors.None : Anchors.FromQuestion(question);
        ReadOnlyMemory<byte> secret = await secrets.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        using var compression = new BlockCompression(Options, Counters, model);
        List<StoredContent> toStore = await compression.CompressAsync(blocks, selection, anchors, secret, null, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        List<StoredContent> originals = toStore.FindAll(content => content.Marker is not null);
        if (originals.Count > 0 && !options.IsSimulation)
        {
            await contents.PutAsync(tenant, originals, cancellationToken).ConfigureAwait(false);
        }

        return [.. blocks.Select(block => Described(block, selection, secret))];
    }

    private static CompressedBlock Described(BlockWork block, ProfileSelection selection, ReadOnlyMemory<byte> secret)
    {
        BlockCompressor? compressor = selection.For(block.Block.ToolName);
        Verdict verdict = block.Verdict!;
        int tokens = block.Outcome?.TokensBefore ?? selection.Default.Counter.Count(block.Content.Span);
        return new CompressedBlock(
            block.MessageIndex, block.Block.ToolName, block.Content, block.Output, tokens, verdict.IsCompressed ? verdict.TokensAfter : tokens,
            verdict.IsCompressed ? verdict.Transforms.Split(',') : [], verdict.IsCompressed ? TenantSecrets.Marker(secret.Span, block.Hash).ToString() : null,
            verdict.IsCompressed ? verdict.Profile : compressor?.Profile.Id, block.Outcome);
    }

    private static ReadOnlyMemory<byte> Splice(ReadOnlyMemory<byte> body, TurnMap map, List<BlockWork> blocks)
    {
        var splice = new BodySplice(body);
        foreach (BlockWork block in blocks)
        {
            if (block.Output is { } output)
            {
                splice.Replace(block.Block.Token, JsonText.ToStringToken(output.Span));
            }
        }

        ReadOnlyMemory<byte> edited = splice.ToMemory();
        return edited.Slice(map.MessageList.Start, edited.Length - (body.Length - map.MessageList.Length));
    }
}
