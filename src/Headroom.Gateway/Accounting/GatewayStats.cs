using Headroom.Context.Turns;
using Headroom.Gateway.Upstreams;
using Headroom.Protocols.Retrieval;

namespace Headroom.Gateway.Accounting;

/// <summary>What went through the gateway since the process started. Thread-safe.</summary>
public sealed class GatewayStats(TimeProvider time)
{
    private const int MaxRecent = 10;
    private const int MaxModels = 256;

    private readonly Lock _lock = new();
    private readonly Queue<RecentRequest> _recent = new();
    private readonly Dictionary<string, long> _byModel = [];
    private readonly Dictionary<string, long> _byProvider = [];
    private readonly Dictionary<string, long> _byTransform = [];
    private long _requests, _failed, _oversize, _retries, _tokensBefore, _tokensAfter, _tokensOutput, _tokensCached, _tokensCacheWritten, _retrievalRounds, _retrievedTokens;
    private Spread _overhead = Spread.Empty, _latency = Spread.Empty;

    /// <summary>Counts a request that was only passed through.</summary>
    public void CountPassthrough(Provider provider, int status)
    {
        lock (_lock)
        {
            CountRequest(provider, status);
        }
    }

    /// <summary>Counts a body that was too large to be parsed.</summary>
    public void CountOversize() => Interlocked.Increment(ref _oversize);

    /// <summary>Counts a request that was sent once more because its provider had not taken it.</summary>
    public void CountRetry()
    {
        Interlocked.Increment(ref _retries);
        GatewayInstruments.Retries.Add(1);
    }

    /// <summary>Counts a turn of a model.</summary>
    public void CountTurn(TurnRecord turn)
    {
        GatewayInstruments.Count(turn);
        lock (_lock)
        {
            CountRequest(turn.Provider, turn.Status);
            string model = _byModel.Count < MaxModels || _byModel.ContainsKey(turn.Model) ? turn.Model : "other";
            Add(_byModel, model, 1);
            foreach (string transform in turn.Figures.Transforms)
            {
                Add(_byTransform, transform, 1);
            }

            _tokensBefore += turn.Figures.TokensBefore;
            _tokensAfter += turn.Figures.TokensAfter;
            _tokensOutput += turn.Usage.Output ?? 0;
            _tokensCached += turn.Usage.CacheRead ?? 0;
            _tokensCacheWritten += turn.Usage.CacheWrite ?? 0;
            _retrievalRounds += turn.RetrievalRounds;
            _retrievedTokens += turn.RetrievedTokens;
            _overhead = _overhead.With(turn.Overhead.TotalMilliseconds);
            _latency = _latency.With(turn.Latency.TotalMilliseconds);
            _recent.Enqueue(new RecentRequest(turn, time.GetUtcNow()));
            if (_recent.Count > MaxRecent)
            {
                _recent.Dequeue();
            }
        }
    }

    /// <summary>The figures as they are now.</summary>
    public StatsSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new StatsSnapshot(
                _requests, _failed, Volatile.Read(ref _oversize), Volatile.Read(ref _retries), _tokensBefore, _tokensAfter, _tokensOutput, _tokensCached, _tokensCacheWritten, _retrievalRounds, _retrievedTokens,
                _overhead, _latency, new(_byModel), new(_byProvider), new(_byTransform), [.. _recent.Reverse()]);
        }
    }

    private static void Add(Dictionary<string, long> counts, string name, long count) => counts[name] = counts.GetValueOrDefault(name) + count;

    private void CountRequest(Provider provider, int status)
    {
        _requests++;
        _failed += status >= 500 ? 1 : 0;
        Add(_byProvider, provider.ToName(), 1);
    }
}

/// <summary>One turn, as it is accounted for.</summary>
public sealed record TurnRecord(
    Provider Provider, string Model, int Status, TurnFigures Figures, TokenUsage Usage, int RetrievalRounds, int RetrievedTokens, TimeSpan Overhead, TimeSpan Latency);

/// <summary>A recent turn and when it ended.</summary>
public sealed record RecentRequest(TurnRecord Turn, DateTimeOffset At);

/// <summary>Count, sum and bounds of a figure, in milliseconds.</summary>
public readonly record struct Spread(long Count, double Sum, double Min, double Max)
{
    /// <summary>Nothing measured yet.</summary>
    public static Spread Empty => new(0, 0, double.MaxValue, 0);

    /// <value>The mean; 0 where nothing was measured.</value>
    public double Average => Count == 0 ? 0 : Sum / Count;

    /// <summary>With one more value.</summary>
    public Spread With(double value) => new(Count + 1, Sum + value, Math.Min(Min, value), Math.Max(Max, value));
}

/// <summary>A copy of the figures.</summary>
public sealed record StatsSnapshot(
    long Requests, long Failed, long Oversize, long Retries, long TokensBefore, long TokensAfter, long TokensOutput, long TokensCached, long TokensCacheWritten, long RetrievalRounds, long RetrievedTokens,
    Spread Overhead, Spread Latency, Dictionary<string, long> ByModel, Dictionary<string, long> ByProvider, Dictionary<string, long> ByTransform, IReadOnlyList<RecentRequest> Recent);
