using Headroom.Compression.Code.Lexing;

namespace Headroom.Compression.Code.Outlining;

/// <content>
/// Preprocessor conditions: each branch begins with the brackets that were open before the first one, and brackets that a
/// condition crosses are left as they are.
/// </content>
internal ref partial struct BracketOutline
{
    private const int MaxConditions = 64;

    // A condition that is open, how many brackets were open before it, and which of those its branches closed.
    private readonly record struct Condition(int Depth, List<(int Depth, BracketFrame Frame)> Closed);

    private void Directive(in CodeToken token)
    {
        ReadOnlySpan<byte> text = _utf8[token.Start..token.End][1..].TrimStart(" \t"u8);
        bool begins = text.StartsWith("if"u8) || text.StartsWith("region"u8);
        if (Top.Kind == FrameKind.Elements && (begins || text.StartsWith("e"u8)))
        {
            // Which elements a condition holds is not known, so none of them goes.
            Top.IsUnsure = true;
        }

        if (begins)
        {
            _isLost |= _conditions.Count == MaxConditions;
            _conditions.Add(new Condition(_count, []));
        }
        else if (text.StartsWith("else"u8) || text.StartsWith("elif"u8))
        {
            EndBranch(isLast: false);
        }
        else if (text.StartsWith("end"u8))
        {
            EndBranch(isLast: true);
        }
        else if (text.StartsWith("include"u8) || text.StartsWith("import"u8))
        {
            _imports.Add(token.Start..token.End);
        }
    }

    private void EndBranch(bool isLast)
    {
        if (_conditions.Count == 0)
        {
            _isLost = true;
            return;
        }

        Condition condition = _conditions[^1];
        for (int i = condition.Depth; i < _count; i++)
        {
            _frames[i].IsUnsure = true;
        }

        if (isLast)
        {
            _conditions.RemoveAt(_conditions.Count - 1);
            return;
        }

        _count = Math.Min(_count, condition.Depth);
        while (_count < condition.Depth)
        {
            int depth = _count;
            int found = condition.Closed.FindIndex(closed => closed.Depth == depth);
            if (found < 0)
            {
                _isLost = true;
                return;
            }

            _frames[_count++] = condition.Closed[found].Frame with { IsUnsure = true, Declaration = -1 };
        }

        // The next branch goes on with the statement before the condition, of which nothing is known any more.
        if (Top.Kind is FrameKind.File or FrameKind.Type)
        {
            Top.Header = StatementHeader.Empty;
        }
    }

    private readonly bool ClosesAcrossCondition(in BracketFrame closed)
    {
        bool crosses = false;
        foreach (Condition condition in _conditions)
        {
            if (_count < condition.Depth)
            {
                crosses = true;
                if (condition.Closed.Count == 0 || _count < condition.Closed[^1].Depth)
                {
                    condition.Closed.Add((_count, closed));
                }
            }
        }

        return crosses;
    }
}
