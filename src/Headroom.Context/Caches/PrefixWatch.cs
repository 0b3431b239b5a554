using System.Collections.Concurrent;
using Headroom.Context.Keys;
using Headroom.Context.Sessions;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Turns;

namespace Headroom.Context.Caches;

/// <summary>
/// Compares each request with the one before it in its conversation, and what the provider reports of its cache with what it
/// should hold. It only watches, in the memory of this process, and forgets the conversations used longest ago.
/// </summary>
public sealed class PrefixWatch(TimeProvider time)
{
    private const int MaxConversations = 2048;
    private const int MaxMessages = 1024;

    /// <summary>No provider caches less.</summary>
    private const int MinCachedTokens = 1024;

    /// <summary>What providers keep without being asked for more.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(SessionKey, LineageNode), Conversation> _conversations = new();
    private readonly long[] _drifts = new long[Enum.GetValues<PrefixDrift>().Length];
    private readonly long[] _misses = new long[Enum.GetValues<PrefixDrift>().Length];

    /// <summary>How often requests began otherwise, by cause.</summary>
    public IReadOnlyDictionary<PrefixDrift, long> Drifts => Counts(_drifts);

    /// <summary>How often the provider's cache held less than half of what it held before, by cause.</summary>
    public IReadOnlyDictionary<PrefixDrift, long> Misses => Counts(_misses);

    /// <summary>Looks at a request as its client wrote it.</summary>
    /// <returns>What is to be told when the answer's usage is known; <c>null</c> where there is nothing to compare.</returns>
    internal PrefixSight? Observe(SessionKey session, TurnMap map, RequestHead head, IReadOnlyList<LineageNode> nodes, ReadOnlyMemory<byte> body)
    {
        if (nodes.Count == 0 || map.Kept?.PreviousId is not null)
        {
            return null;
        }

        var now = new Seen(head, [.. nodes.Take(MaxMessages)], time.GetTimestamp());
        Conversation conversation = _conversations.GetOrAdd((session, nodes[0]), _ => new Conversation());
        PrefixDrift drift;
        bool isFirstOfItsKind;
        lock (conversation)
        {
            drift = conversation.Last is { } before ? Compare(before, now) : PrefixDrift.None;
            isFirstOfItsKind = drift != PrefixDrift.None && conversation.Drifts.Add(drift);
            conversation.Last = now;
        }

        if (drift is not (PrefixDrift.None or PrefixDrift.Idle))
        {
            Interlocked.Increment(ref _drifts[(int)drift]);
        }

        if (_conversations.Count > MaxConversations)
        {
            Forget();
        }

        return new PrefixSight(this, conversation, drift, isFirstOfItsKind)
        {
            Volatile = drift == PrefixDrift.System && map.System is { } system ? VolatileText.In(system.Of(body.Span)) : null,
        };
    }

    internal void Answered(Conversation conversation, PrefixDrift drift, TokenUsage usage)
    {
        if (usage.CacheRead is null && usage.CacheWrite is null)
        {
            return;
        }

        long held = (usage.CacheRead ?? 0) + (usage.CacheWrite ?? 0);
        bool isMiss;
        lock (conversation)
        {
            isMiss = conversation.CachedTokens >= MinCachedTokens && (usage.CacheRead ?? 0) < conversation.CachedTokens / 2;
            conversation.CachedTokens = held;
        }

        if (isMiss)
        {
            Interlocked.Increment(ref _misses[(int)(drift == PrefixDrift.None ? PrefixDrift.Unknown : drift)]);
        }
    }

    /// <summary>In the order in which providers put a request together, so that the first difference is the cause.</summary>
    private PrefixDrift Compare(Seen before, Seen now)
    {
        if (before.Head.Model != now.Head.Model)
        {
            return PrefixDrift.Model;
        }

        if (before.Head.Tools != now.Head.Tools)
        {
            return PrefixDrift.Tools;
        }

        if (before.Head.System != now.Head.System)
        {
            return PrefixDrift.System;
        }

        // The last message is often asked again in other words; nothing behind it was cached.
        int common = Math.Min(before.Nodes.Length - 1, now.Nodes.Length);
        return !before.Nodes.AsSpan(0, common).SequenceEqual(now.Nodes.AsSpan(0, common)) ? PrefixDrift.History
            : time.GetElapsedTime(before.At, now.At) > TimeToLive ? PrefixDrift.Idle
            : PrefixDrift.None;
    }

    private void Forget()
    {
        foreach (KeyValuePair<(SessionKey, LineageNode), Conversation> oldest in _conversations.OrderBy(pair => pair.Value.Last?.At ?? 0).Take(MaxConversations / 4).ToArray())
        {
            _conversations.TryRemove(oldest);
        }
    }

    private static Dictionary<PrefixDrift, long> Counts(long[] counts) =>
        Enum.GetValues<PrefixDrift>().Where(drift => Volatile.Read(ref counts[(int)drift]) > 0).ToDictionary(drift => drift, drift => Volatile.Read(ref counts[(int)drift]));

    internal sealed class Conversation
    {
        public Seen? Last { get; set; }

        public long CachedTokens { get; set; }

        public HashSet<PrefixDrift> Drifts { get; } = [];
    }

    internal sealed record Seen(RequestHead Head, LineageNode[] Nodes, long At);
}
