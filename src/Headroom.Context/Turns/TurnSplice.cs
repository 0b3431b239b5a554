using Headroom.Context.Sessions;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Retrieval;
using Headroom.Protocols.Splicing;

namespace Headroom.Context.Turns;

/// <summary>Step 9: the edits of a turn, and nothing else of the body.</summary>
internal static class TurnSplice
{
    /// <summary>Puts outputs in the place of their blocks, our tool behind the client's, and retrieval rounds where they were.</summary>
    public static BodySplice Of(TurnWork work, TurnPlan plan, TurnCounters counters)
    {
        var splice = new BodySplice(work.Request.Body);
        foreach (BlockWork block in work.Blocks)
        {
            if (block.Output is { } output)
            {
                splice.Replace(block.Block.Token, JsonText.ToStringToken(output.Span));
            }
        }

        if (work.Map.Tools is { MayOfferRetrieval: true, Range: { } tools })
        {
            splice.Insert(tools.End - 1, (byte[])[(byte)',', .. RetrieveTool.Definition(work.Map.Protocol).Span]);
        }

        for (int i = 0; i < plan.AlteredAnchors; i++)
        {
            counters.CountAlteredAnchor();
        }

        if (plan.Insertions.Count > 0)
        {
            PutInsertions(work, plan, splice, counters);
        }

        return splice;
    }

    private static void PutInsertions(TurnWork work, TurnPlan plan, BodySplice splice, TurnCounters counters)
    {
        var insertions = new InsertionSplicer(work.Map, splice);
        for (int i = 0; i < work.Map.Messages.Count; i++)
        {
            Insertion? insertion = work.Anchors[i].Select(anchor => plan.Insertions.GetValueOrDefault(anchor)).FirstOrDefault(found => found is not null);
            if (insertion is not null && !insertions.TryApply(i, insertion))
            {
                counters.CountAlteredAnchor();
            }
        }
    }
}
