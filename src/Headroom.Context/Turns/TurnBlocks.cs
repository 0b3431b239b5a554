using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Headroom.Compression.Blocks;
using Headroom.Context.Keys;
using Headroom.Context.Reads;
using Headroom.Context.Sessions;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Turns;

/// <summary>One block of a request on its way through the pipeline.</summary>
internal sealed class BlockWork(int messageIndex, TurnBlock block, ReadOnlyMemory<byte> body, ContentHash hash, ReadOnlyMemory<byte>? content = null)
{
    private ReadOnlyMemory<byte>? _content = content;

    /// <summary>A block whose content is at hand.</summary>
    public BlockWork(int messageIndex, TurnBlock block, ReadOnlyMemory<byte> content)
        : this(messageIndex, block, default, ContentHash.Of(content.Span), content)
    {
    }

    public int MessageIndex { get; } = messageIndex;

    public TurnBlock Block { get; } = block;

    /// <summary>The block's unescaped UTF-8; read where it is needed, which for a block that is only replayed is nowhere.</summary>
    public ReadOnlyMemory<byte> Content => _content ??= Block.TryRead(body, out ReadOnlyMemory<byte> text) ? text : default;

    public ContentHash Hash { get; } = hash;

    /// <summary>Whether a tool produced it; what a user or a model says, or a text by itself, is none.</summary>
    public bool IsToolOutput { get; init; } = true;

    /// <value>Of a file read that the request shows to be outdated: which file it is and by what; else <c>null</c>.</value>
    public string? OutdatedBy { get; set; }

    /// <summary>Whether it is the user's question itself, which cannot tell what of it matters.</summary>
    public bool IsQuestion { get; init; }

    /// <summary>
    /// Under what its verdict is kept: the content hash, and for the second and later places of a content in a request a key of
    /// that place, since only there it may be told by the first.
    /// </summary>
    public ContentHash VerdictKey { get; private set; }

    /// <summary>Whether the same content stands earlier in the request.</summary>
    public bool IsRepeat => VerdictKey != Hash;

    /// <summary>How it is treated; <c>null</c> while that is open.</summary>
    public Verdict? Verdict { get; set; }

    /// <summary>What goes upstream in its place, once the verdict says so and the bytes are at hand.</summary>
    public ReadOnlyMemory<byte>? Output { get; set; }

    /// <summary>What the compressor made of it in this turn.</summary>
    public BlockOutcome? Outcome { get; set; }

    /// <summary>Its tokens by the profile's counter, where deciding on it took counting them.</summary>
    public int? CountedTokens => Outcome?.TokensBefore ?? (Verdict is { IsCompressed: true } verdict ? verdict.TokensBefore : null);

    /// <summary>The text as it goes upstream, as far as that is decided.</summary>
    public ReadOnlyMemory<byte> AsSent => Output ?? Content;

    /// <summary>Gives every place of every content its key.</summary>
    /// <param name="blocks">All blocks of a request, in the order of the body.</param>
    public static void Number(IReadOnlyList<BlockWork> blocks)
    {
        Dictionary<ContentHash, int> places = [];
        foreach (BlockWork block in blocks)
        {
            int place = CollectionsMarshal.GetValueRefOrAddDefault(places, block.Hash, out _)++;
            block.VerdictKey = place == 0 ? block.Hash : PlaceKey(block.Hash, place);
        }
    }

    private static ContentHash PlaceKey(ContentHash content, int place)
    {
        Span<byte> key = stackalloc byte[ContentHash.Size + sizeof(int)];
        content.CopyTo(key);
        BinaryPrimitives.WriteInt32BigEndian(key[ContentHash.Size..], place);
        return ContentHash.Of(key);
    }
}

/// <summary>Finds the blocks of a request that are worth a verdict.</summary>
internal static class TurnBlocks
{
    /// <summary>The blocks, in the order of the body.</summary>
    public static List<BlockWork> Find(TurnMap map, ReadOnlyMemory<byte> body, int minBytes, Remembered<(ContentHash Message, int Block), KnownBlock>? known = null)
    {
        List<BlockWork> blocks = [];
        for (int i = 0; i < map.Messages.Count; i++)
        {
            TurnMessage message = map.Messages[i];
            for (int k = 0; k < message.Blocks.Count; k++)
            {
                TurnBlock block = message.Blocks[k];
                if (MayBeLong(block, minBytes) && Read(block, body, new ContentHash(message.Hash.Span), k, known) is var (read, content) && read.Length >= minBytes)
                {
                    blocks.Add(new BlockWork(i, block, body, read.Hash, content));
                }
            }
        }

        BlockWork.Number(blocks);
        OutdatedReads.Find(blocks, map, body);
        return blocks;
    }

    /// <summary>
    /// What the user says, in the order of the body and without keys of places. Text with tags in it stays out: they are
    /// instructions of the agent's or frame something that is told by its tags.
    /// </summary>
    public static List<BlockWork> FindSpoken(TurnMap map, ReadOnlyMemory<byte> body, int minBytes)
    {
        List<BlockWork> blocks = [];
        for (int i = 0; i < map.Messages.Count; i++)
        {
            TurnMessage message = map.Messages[i];
            foreach (ByteRange token in message.Parts.Where(part => message.Role == "user" && part.Kind == MessagePartKind.Text).Select(part => part.Text).OfType<ByteRange>())
            {
                var block = new TurnBlock(token, null, null);
                if (MayBeLong(block, minBytes) && Read(block, body) is var (read, content) && read.Length >= minBytes)
                {
                    blocks.Add(new BlockWork(i, block, body, read.Hash, content) { IsToolOutput = false, IsQuestion = map.Question.Contains(token) });
                }
            }
        }

        return blocks.FindAll(block => block.Content.Span.IndexOf("</"u8) < 0);
    }

    private static bool MayBeLong(TurnBlock block, int minBytes) => block.Token.Length - 2 >= minBytes && !IsRetrieved(block.ToolName);

    /// <returns>What is known of a block, and, where it had to be read for that, its content.</returns>
    private static (KnownBlock Block, ReadOnlyMemory<byte>? Content) Read(TurnBlock block, ReadOnlyMemory<byte> body, ContentHash message, int index, Remembered<(ContentHash Message, int Block), KnownBlock>? known)
    {
        if (known is not null && known.TryGet((message, index), out KnownBlock before))
        {
            return (before, null);
        }

        (KnownBlock Block, ReadOnlyMemory<byte>? Content) read = Read(block, body);
        known?.Add((message, index), read.Block);
        return read;
    }

    private static (KnownBlock Block, ReadOnlyMemory<byte>? Content) Read(TurnBlock block, ReadOnlyMemory<byte> body) =>
        block.TryRead(body, out ReadOnlyMemory<byte> content) ? (new KnownBlock(ContentHash.Of(content.Span), content.Length), content) : (new KnownBlock(default, -1), null);

    /// <summary>What a model asked to see in full is never compressed again, however its client reaches our tools.</summary>
    private static bool IsRetrieved(string? toolName) =>
        toolName is not null && toolName.Contains("headroom_", StringComparison.Ordinal);
}
