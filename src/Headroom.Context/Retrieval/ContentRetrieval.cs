using System.Globalization;
using System.Text;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;
using Headroom.Context.Keys;
using Headroom.Context.Ports;

namespace Headroom.Context.Retrieval;

/// <summary>Redeems markers: the original, whole where it is small enough, else the part that a query or a range asks for.</summary>
public sealed class ContentRetrieval(IContentStore contents, ITokenCounter counter, RetrievalOptions options)
{
    /// <summary>Tokens that what stands around the shown part may take: places, cuts, how to go on.</summary>
    private const int NoteTokens = 96;

    /// <summary>More matches than this are no answer to a person's question.</summary>
    private const int MaxMatches = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <value>The bounds.</value>
    public RetrievalOptions Options => options;

    /// <summary>Looks up a marker's content.</summary>
    /// <param name="tenant">The tenant; another tenant's markers are unknown here.</param>
    /// <param name="hash">The handle, as the caller wrote it.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task<RetrievalLookup> FindAsync(TenantId tenant, string? hash, CancellationToken cancellationToken)
    {
        if (!MarkerHash.TryParse(hash?.Trim(), out MarkerHash marker))
        {
            return new RetrievalLookup.Missing(RetrievalMiss.Malformed);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            switch (await contents.ResolveAsync(tenant, marker, limit.Token).ConfigureAwait(false))
            {
                case MarkerLookup.Found found:
                    var key = new ChunkKey(tenant, found.Hash);
                    return await contents.GetAsync(key, limit.Token).ConfigureAwait(false) switch
                    {
                        ContentLookup.Found content => new RetrievalLookup.Found(marker, key, content.Bytes, content.Description),
                        ContentLookup.Expired => new RetrievalLookup.Missing(RetrievalMiss.Expired),
                        ContentLookup.Damaged => new RetrievalLookup.Missing(RetrievalMiss.Damaged),
                        _ => new RetrievalLookup.Missing(RetrievalMiss.Unknown),
                    };
                case MarkerLookup.Expired: return new RetrievalLookup.Missing(RetrievalMiss.Expired);
                default: return new RetrievalLookup.Missing(RetrievalMiss.Unknown);
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new RetrievalLookup.Missing(RetrievalMiss.Unavailable);
        }
    }

    /// <summary>Counts that a content was given out; a store that does not answer costs the count, not the content.</summary>
    /// <returns>How often so far; 0 where the store did not answer.</returns>
    public async Task<long> CountAsync(ChunkKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await contents.CountRetrievalAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            return 0;
        }
    }

    /// <summary>What a model gets for its call: never more than the given tokens, with how to go on.</summary>
    public RetrievalReply Reply(RetrievalLookup.Found found, string? query, string? range, int maxTokens)
    {
        ReadOnlySpan<byte> content = found.Content.Span;
        int limit = Math.Min(maxTokens, options.MaxReplyTokens);
        if (string.IsNullOrWhiteSpace(query) && string.IsNullOrWhiteSpace(range))
        {
            int tokens = counter.Count(content);
            if (tokens <= limit)
            {
                return new RetrievalReply(Encoding.UTF8.GetString(content), tokens);
            }
        }

        ContentItems items = ContentItems.Of(content);
        int room = Math.Max(limit - NoteTokens, limit / 2);
        return items.Ranges.Count == 0 ? new RetrievalReply("", 0)
            : string.IsNullOrWhiteSpace(query) ? Part(found, items, ParseRange(range, items), room)
            : Matches(found, items, query, room);
    }

    /// <summary>What a person or a tool asked of a content: what matches a query, else the part that a range names, else all of it.</summary>
    public RetrievedParts Read(RetrievalLookup.Found found, string? query, string? range) =>
        !string.IsNullOrWhiteSpace(query) ? new RetrievedParts(null, Search(found, query, MaxMatches))
        : !string.IsNullOrWhiteSpace(range) ? new RetrievedParts(Reply(found, null, range, options.MaxReplyTokens).Text, null)
        : new RetrievedParts(Encoding.UTF8.GetString(found.Content.Span), null);

    /// <summary>The items that match a query, best first.</summary>
    public static IReadOnlyList<string> Search(RetrievalLookup.Found found, string query, int maxItems)
    {
        ReadOnlySpan<byte> content = found.Content.Span;
        ContentItems items = ContentItems.Of(content);
        double[] scores = Bm25.Score(content, items.Ranges, query);
        List<string> results = [];
        foreach (int item in Ranked(scores).Take(maxItems))
        {
            results.Add(Encoding.UTF8.GetString(items.Ranges[item].Of(content)));
        }

        return results;
    }

    /// <summary>What a model reads instead of an original that is not there.</summary>
    public static string Explain(RetrievalMiss miss, string? hash) => miss switch
    {
        RetrievalMiss.Malformed => $"'{hash}' is no valid hash. A hash has 24 hexadecimal digits and stands in a marker: headroom_retrieve hash=….",
        RetrievalMiss.Expired => $"The content under {hash} has expired. Run the tool that produced it again.",
        RetrievalMiss.Damaged => $"The stored content under {hash} is damaged and was not returned. Run the tool that produced it again.",
        RetrievalMiss.Unavailable => $"The store did not answer for {hash}. Try again, or run the tool that produced it again.",
        _ => $"No content is stored under {hash}. Check the digits, or run the tool that produced it again.",
    };

    private static IEnumerable<int> Ranked(double[] scores) =>
        Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0).OrderByDescending(i => scores[i]).ThenBy(i => i);

    /// <summary>The positions that a range names; all of them where it names none.</summary>
    private static (int First, int Last) ParseRange(string? range, ContentItems items)
    {
        string[] ends = (range ?? "").Split('-', 2, StringSplitOptions.TrimEntries);
        bool hasFirst = int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first);
        bool hasLast = int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last);
        int end = Math.Max(0, items.Ranges.Count - 1);
        first = hasFirst ? Math.Clamp(first - items.FirstNumber, 0, end) : 0;
        return (first, hasLast ? Math.Clamp(last - items.FirstNumber, first, end) : end);
    }

    private RetrievalReply Part(RetrievalLookup.Found found, ContentItems items, (int First, int Last) range, int limit)
    {
        ReadOnlySpan<byte> content = found.Content.Span;
        int last = range.First, spent = Size(content, items, range.First);
        while (last < range.Last)
        {
            int tokens = Size(content, items, last + 1);
            if (spent + tokens > limit)
            {
                break;
            }

            spent += tokens;
            last++;
        }

        string text = Encoding.UTF8.GetString(content[items.Ranges[range.First].Start..items.Ranges[last].End]);
        int number = items.FirstNumber, end = items.Ranges.Count - 1;
        string note = $"[{items.Unit} {range.First + number}-{last + number} of {number}-{end + number}.";
        note += last < end ? $" Next: {Marker.ToolName} hash={found.Marker} range={last + 1 + number}-{end + number}]" : "]";
        string reply = $"{(last == range.First ? Cut(text, limit) : text)}\n{note}";
        return new RetrievalReply(reply, counter.Count(Encoding.UTF8.GetBytes(reply)));
    }

    /// <summary>Tokens of an item with what stands between it and the next, which is shown with it.</summary>
    private int Size(ReadOnlySpan<byte> content, ContentItems items, int item)
    {
        int next = item + 1 < items.Ranges.Count ? items.Ranges[item + 1].Start : items.Ranges[item].End;
        return counter.Count(content[items.Ranges[item].Start..next]);
    }

    private RetrievalReply Matches(RetrievalLookup.Found found, ContentItems items, string query, int limit)
    {
        ReadOnlySpan<byte> content = found.Content.Span;
        double[] scores = Bm25.Score(content, items.Ranges, query);
        List<int> taken = [];
        int spent = 0, matching = 0;
        foreach (int item in Ranked(scores))
        {
            matching++;
            int tokens = counter.Count(items.Ranges[item].Of(content)) + 6;
            if (spent + tokens <= limit || taken.Count == 0)
            {
                spent += tokens;
                taken.Add(item);
            }
        }

        var reply = new StringBuilder();
        string shown = taken.Count < matching ? $", the best {taken.Count} of them below" : "";
        reply.Append(CultureInfo.InvariantCulture, $"[{matching} of {items.Ranges.Count} {items.Unit} match{shown}, each behind its number]\n");
        foreach (int item in taken.Order())
        {
            string text = Encoding.UTF8.GetString(items.Ranges[item].Of(content)).TrimEnd('\r', '\n');
            reply.Append(CultureInfo.InvariantCulture, $"{item + items.FirstNumber}: {Cut(text, limit)}\n");
        }

        return new RetrievalReply(reply.ToString(), counter.Count(Encoding.UTF8.GetBytes(reply.ToString())));
    }

    /// <summary>A single item can be larger than the reply may be.</summary>
    private string Cut(string text, int limit)
    {
        int length = text.Length;
        while (length > 0 && counter.Count(Encoding.UTF8.GetBytes(text[..length])) > limit)
        {
            length = (int)(length * 0.8);
        }

        length -= length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
        return length == text.Length ? text : $"{text[..length]}\n[cut: {length} of {text.Length} characters of this part shown; a query narrows it]";
    }
}
