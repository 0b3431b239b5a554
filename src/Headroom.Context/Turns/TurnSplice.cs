using Headroom.Context.Sessions;
using Headroom.Protocols.Formats;
using Headroom.Protocols.Splicing;
using Headroom.Protocols.Turns;

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
                block.Block.Put(splice, output.Span);
            }
        }

        WireFormat format = WireFormat.Of(work.Map.Protocol);
        if (work is { ListsTool: true, Map.Tools.Range: { } tools })
        {
            format.Offer(splice, tools);
        }

        if (work.Previous is { } previous)
        {
            GoOnFrom(previous, work.Map, format, splice);
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

    /// <summary>Names the answer that the client's went on to, and gives upstream the results that it waits for.</summary>
    private static void GoOnFrom(AnswerPlace previous, TurnMap map, WireFormat format, BodySplice splice)
    {
        if (previous.LastId != map.Kept!.PreviousId)
        {
            format.NamePrevious(splice, map, previous.LastId);
        }

        if (!previous.Results.IsEmpty)
        {
            format.PrependHistory(splice, map, previous.Results);
        }
    }

    private static void PutInsertions(TurnWork work, TurnPlan plan, BodySplice splice, TurnCounters counters)
    {
        var insertions = new InsertionSplicer(work.Map, splice);
        for (int i = 0; i < work.Map.Messages.Count; i++)
        {
            Insertion? insertion = work.Anchors[i].Select(anchor => plan.Insertions.GetValueOrDefault(anchor)).FirstOrDefault(found => found is not null);
            bool isPut = insertion is null
                || (insertion.Run.Count > 0 ? ItemRun.TryApply(work.Map, splice, i, insertion.Run) : insertions.TryApply(i, insertion));
            if (!isPut)
            {
                counters.CountAlteredAnchor();
            }
        }
    }
}
