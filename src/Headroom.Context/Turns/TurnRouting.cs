using System.Collections.Frozen;
using Headroom.Compression.Blocks;
using Headroom.Context.Sessions;
using Headroom.Context.Usage;

namespace Headroom.Context.Turns;

/// <summary>What became of the blocks of a turn that are long enough to be worth a verdict.</summary>
public sealed record TurnRouting
{
    /// <value>New ones that were made smaller.</value>
    public int Compressed { get; init; }

    /// <value>Those that came again and went upstream in the form decided before.</value>
    public int Replayed { get; init; }

    /// <value>New ones that a rule leaves alone.</value>
    public int Excluded { get; init; }

    /// <value>New ones of which no form has fewer tokens.</value>
    public int Unchanged { get; init; }

    /// <value>New ones that went as they came because something of ours failed or took too long.</value>
    public int Skipped { get; init; }

    /// <value>What stages did to the new ones that were made smaller, by their names joined with commas.</value>
    public IReadOnlyDictionary<string, StageTotals> Stages { get; init; } = FrozenDictionary<string, StageTotals>.Empty;

    /// <summary>Nothing was looked at.</summary>
    public static TurnRouting None { get; } = new();

    /// <summary>The sums of both.</summary>
    public TurnRouting Plus(TurnRouting other) => new()
    {
        Compressed = Compressed + other.Compressed,
        Replayed = Replayed + other.Replayed,
        Excluded = Excluded + other.Excluded,
        Unchanged = Unchanged + other.Unchanged,
        Skipped = Skipped + other.Skipped,
        Stages = UsageRow.Sum(Stages, other.Stages, (a, b) => a.Plus(b)),
    };

    internal static TurnRouting Of(TurnWork work, TurnPlan plan)
    {
        if (work.Blocks.Count == 0)
        {
            return None;
        }

        int compressed = 0, replayed = 0, excluded = 0, unchanged = 0, skipped = 0;
        var stages = new Dictionary<string, StageTotals>();
        foreach (BlockWork block in work.Blocks)
        {
            bool isNew = block.MessageIndex >= plan.LiveFrom && !plan.Verdicts.ContainsKey(block.VerdictKey);
            if (!isNew)
            {
                replayed += block.Output is null ? 0 : 1;
            }
            else if (block is { Output: not null, Verdict: { } verdict })
            {
                compressed++;
                StageTotals one = new(1, verdict.TokensBefore, verdict.TokensAfter);
                stages[verdict.Transforms] = stages.TryGetValue(verdict.Transforms, out StageTotals? standing) ? standing.Plus(one) : one;
            }
            else if (work.Profiles.For(block.Block.ToolName) is null || block.Outcome?.Decision is BlockDecision.TooShort or BlockDecision.KeptForEditing)
            {
                excluded++;
            }
            else if (block.Outcome?.Decision is BlockDecision.NoForm or BlockDecision.NoSmallerForm)
            {
                unchanged++;
            }
            else
            {
                skipped++;
            }
        }

        return new TurnRouting { Compressed = compressed, Replayed = replayed, Excluded = excluded, Unchanged = unchanged, Skipped = skipped, Stages = stages };
    }
}
