using Headroom.Context.Keys;
using Headroom.Mcp.Backends;

namespace Headroom.Mcp.Serving;

/// <summary>What one session did: figures, the originals it brought, the files it read. Old entries make room for new ones.</summary>
internal sealed class ToolSession
{
    /// <summary>How many originals and files are remembered.</summary>
    private const int MaxRemembered = 256;

    private readonly Lock _gate = new();
    private readonly LinkedList<Brought> _originals = [];
    private readonly Dictionary<string, FileRead> _reads = [];
    private readonly Queue<string> _readOrder = [];
    private SessionFigures _figures = new(0, 0, 0, 0);

    /// <value>The figures so far.</value>
    public SessionFigures Figures
    {
        get
        {
            lock (_gate)
            {
                return _figures;
            }
        }
    }

    /// <value>The latest originals, newest first.</value>
    public IReadOnlyList<Brought> Originals
    {
        get
        {
            lock (_gate)
            {
                return [.. _originals];
            }
        }
    }

    /// <summary>Counts a compression and remembers its original.</summary>
    public void Count(CompressedContent content)
    {
        lock (_gate)
        {
            _figures = _figures with
            {
                Compressions = _figures.Compressions + 1,
                TokensBefore = _figures.TokensBefore + content.OriginalTokens,
                TokensAfter = _figures.TokensAfter + content.CompressedTokens,
            };
            foreach (string hash in content.Hash is { } whole ? [whole, .. content.Hashes.Where(hash => hash != whole)] : content.Hashes)
            {
                Remember(hash, content.OriginalTokens);
            }
        }
    }

    /// <summary>Counts a retrieval.</summary>
    public void CountRetrieval()
    {
        lock (_gate)
        {
            _figures = _figures with { Retrievals = _figures.Retrievals + 1 };
        }
    }

    /// <summary>What was read under a name; <c>null</c> where nothing was.</summary>
    public FileRead? Read(string view)
    {
        lock (_gate)
        {
            return _reads.GetValueOrDefault(view);
        }
    }

    /// <summary>Remembers a file that was shown.</summary>
    public void Remember(string view, FileRead read)
    {
        lock (_gate)
        {
            if (!_reads.ContainsKey(view))
            {
                _readOrder.Enqueue(view);
            }

            _reads[view] = read;
            if (_readOrder.Count > MaxRemembered)
            {
                _reads.Remove(_readOrder.Dequeue());
            }
        }
    }

    private void Remember(string hash, long tokens)
    {
        if (!_originals.Any(original => original.Hash == hash))
        {
            _originals.AddFirst(new Brought(hash, tokens));
            if (_originals.Count > MaxRemembered)
            {
                _originals.RemoveLast();
            }
        }
    }
}

/// <summary>What a session did so far.</summary>
internal sealed record SessionFigures(long Compressions, long TokensBefore, long TokensAfter, long Retrievals);

/// <summary>An original that a session brought.</summary>
internal sealed record Brought(string Hash, long Tokens);

/// <summary>A file as it was shown.</summary>
internal sealed record FileRead(ContentHash Hash, string? Handle);
