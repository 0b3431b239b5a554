using Headroom.Compression.Markers;
using Headroom.Compression.Tokens;

namespace Headroom.Compression.Repeats;

/// <summary>
/// Finds, for the texts of one request, in order, whether an earlier one already says the same or nearly so: a file that was
/// read again, a command that was run again. What it writes holds in that request only. Not thread-safe.
/// </summary>
public sealed class RepeatFinder(ITokenCounter counter)
{
    private const int MinTokens = 120;
    private const int MaxCandidates = 64;
    private const double MinResemblance = 0.4;

    private readonly List<EarlierText> _earlier = [];
    private readonly Dictionary<string, EarlierText> _byName = [];
    private readonly Dictionary<ulong, EarlierText> _byText = [];

    /// <summary>Notes a text that stands in the request as it is given here; one that is itself told by another is not noted.</summary>
    /// <param name="toolName">The tool that gave it.</param>
    /// <param name="asSent">The text as it goes upstream, UTF-8.</param>
    public void Add(string? toolName, ReadOnlyMemory<byte> asSent)
    {
        var text = new EarlierText(toolName, asSent);
        if (text.Name is not null)
        {
            // Of several that read alike at a glance only the last can be named.
            _byName[text.Name] = text;
            _byText[UnitHash.Of(asSent.Span)] = text;
            _earlier.Add(text);
        }
    }

    /// <summary>Looks for an earlier text that holds this one.</summary>
    /// <param name="asSent">The text as it would go upstream.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="marker">The handle of its original.</param>
    /// <param name="cancellationToken">Ends the work at its deadline.</param>
    /// <returns>What to send instead; <c>null</c> where nothing saves a third of the tokens.</returns>
    public Repeat? Find(ReadOnlyMemory<byte> asSent, int tokens, MarkerHash marker, CancellationToken cancellationToken = default)
    {
        if (tokens < MinTokens || _earlier.Count == 0)
        {
            return null;
        }

        if (_byText.TryGetValue(UnitHash.Of(asSent.Span), out EarlierText? same) && IsNameable(same) && same.Text.Span.SequenceEqual(asSent.Span))
        {
            return Accept(RepeatedText.WriteSame(same, marker), tokens, isSame: true);
        }

        TextUnits later = TextUnits.Split(asSent);
        EarlierText? nearest = null;
        double resemblance = MinResemblance;
        for (int i = _earlier.Count - 1; i >= Math.Max(0, _earlier.Count - MaxCandidates); i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EarlierText candidate = _earlier[i];
            if (IsNameable(candidate) && candidate.Units.AreLines == later.AreLines && candidate.Units.Resemblance(later) is var found && found > resemblance)
            {
                (nearest, resemblance) = (candidate, found);
            }
        }

        byte[]? changed = nearest is null ? null : RepeatedText.WriteChanged(nearest, later, UnitDifference.Of(nearest.Units, later), marker);
        return changed is null ? null : Accept(changed, tokens, isSame: false);
    }

    private bool IsNameable(EarlierText text) => ReferenceEquals(_byName[text.Name!], text);

    private Repeat? Accept(byte[] output, int tokens, bool isSame)
    {
        int after = counter.Count(output);
        return after * 3 <= tokens * 2 ? new Repeat(output, after, isSame) : null;
    }
}

/// <summary>A text told by an earlier one of the same request.</summary>
/// <param name="Output">UTF-8; holds the marker of the whole text.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="IsSame">Whether the two are equal byte for byte; else the difference is told.</param>
public sealed record Repeat(byte[] Output, int Tokens, bool IsSame)
{
    /// <summary>What the names of these transforms begin with.</summary>
    public const string TransformPrefix = "repeat:";

    /// <value>The name of the transform.</value>
    public string Transform => TransformPrefix + (IsSame ? "same" : "diff");
}
