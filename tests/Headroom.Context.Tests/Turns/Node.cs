using System.Text;
using Headroom.Compression.Blocks;
using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;
using Headroom.Context.Caches;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Local;
using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Context.Sessions;
using Headroom.Context.Tenants;
using Headroom.Context.Tests.Fakes;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

/// <summary>A process with a real compressor over stores in memory, which a restart leaves in place.</summary>
internal sealed class Node : IDisposable
{
    private TurnPipeline _pipeline = null!;
    private RefusingFabric _fabric = null!;

    public Node(TurnOptions? options = null)
    {
        Options = options ?? new TurnOptions();
        Restart();
    }

    /// <summary>Another process over the same stores.</summary>
    public Node(Node other)
    {
        (Contents, Ledger, Records, Options) = (other.Contents, other.Ledger, other.Records, other.Options);
        Restart();
    }

    public TurnOptions Options { get; }

    public MemoryContentStore Contents { get; } = new();

    public MemoryLedgerStore Ledger { get; } = new();

    /// <value>Whether sessions take no commits, as when too many calls wait.</value>
    public bool RefusesCommits { get; set; }

    /// <value>Ends when sessions may commit.</value>
    public Task MayCommit { get; set; } = Task.CompletedTask;

    /// <value>How often a session was asked for its plan.</value>
    public int Plans => _fabric.Plans;

    public MemoryRecordStore Records { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public TurnCounters Counters => _pipeline.Counters;

    public PrefixWatch Prefixes => _pipeline.Prefixes;

    public ContentRetrieval Retrieval => new(Contents, TokenCounters.O200k, new RetrievalOptions());

    public void Restart()
    {
        _pipeline?.Dispose();
        var fabric = new LocalFabric(Ledger, Records, new RetentionOptions(), new LocalFabricOptions(), Time);
        _fabric = new RefusingFabric(fabric, () => RefusesCommits, () => MayCommit);
        _pipeline = new TurnPipeline(_fabric, Contents, new TenantSecrets(Records), new AnswerDirectory(Ledger), new ProfileSelection(CompressionProfiles.Balanced), Options, Time);
    }

    public Task<PreparedTurn> PrepareAsync(TurnRequest request) => _pipeline.PrepareAsync(request, default);

    public Task<PreparedTurn> PrepareAsync(AgentTalk talk, bool isBypassed = false) => PrepareAsync(
        new TurnRequest(TenantId.Local, new Caller("someone", "talk"), talk.Protocol, talk.Body, isBypassed));

    public async Task<Sent> SendAsync(AgentTalk talk, bool isBypassed = false) => new(talk.Protocol, await PrepareAsync(talk, isBypassed));

    public void Dispose() => _pipeline.Dispose();

    /// <summary>Every marker in what was sent resolves to an original that the client sent.</summary>
    public async Task<int> AssertMarkersResolveAsync(Sent sent, AgentTalk talk)
    {
        Assert.True(TurnLocator.TryLocate(talk.Protocol, talk.Body, out TurnMap? map));
        HashSet<string> originals = [.. map.Messages.SelectMany(m => m.Blocks).Select(block => System.Text.Json.JsonSerializer.Deserialize<string>(block.Token.Of(talk.Body.AsSpan()))!)];
        int position = 0, count = 0;
        byte[] messages = Encoding.UTF8.GetBytes(string.Concat(sent.Messages));
        while (Marker.TryReadNext(messages, ref position, out MarkerHash marker))
        {
            var found = Assert.IsType<RetrievalLookup.Found>(await Retrieval.FindAsync(TenantId.Local, marker.ToString(), default));
            Assert.Contains(Encoding.UTF8.GetString(found.Content.Span), originals);
            count++;
        }

        return count;
    }
}

/// <summary>What went upstream.</summary>
internal sealed record Sent(WireProtocol Protocol, PreparedTurn Turn)
{
    public string Body { get; } = Encoding.UTF8.GetString(Turn.Splice.ToMemory().Span);

    public IReadOnlyList<string> Messages => MessagesOf(Protocol, Body);

    public static IReadOnlyList<string> MessagesOf(WireProtocol protocol, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(TurnLocator.TryLocate(protocol, bytes, out TurnMap? map));
        return [.. map.Messages.Select(message => Encoding.UTF8.GetString(message.Range.Of(bytes.AsSpan())))];
    }

    public void AssertIsPrefixOf(Sent later) => Assert.Equal(Messages, later.Messages.Take(Messages.Count));
}
