using System.Buffers.Text;

namespace Headroom.Compression.Builds;

/// <summary>Results of tests: pytest, cargo test, jest and vitest per file, and headings between rules of <c>=</c>.</summary>
internal static class TestLines
{
    /// <summary>Reads a line behind its indentation.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out BuildLine line) =>
        TryReadRule(text, out line) || TryReadTap(text, out line) || TryReadFile(text, out line) || TryReadCargo(text, out line) || TryReadPytest(text, out line);

    /// <summary>The Test Anything Protocol, version 13 and 14: <c>ok 1 - adds</c>, <c>not ok 2 - subtracts</c>; and Go's last words.</summary>
    private static bool TryReadTap(ReadOnlySpan<byte> text, out BuildLine line)
    {
        bool isOk = text.StartsWith("ok "u8);
        int number = isOk ? 3 : text.StartsWith("not ok "u8) ? 7 : 0;
        if (number > 0 && number < text.Length && char.IsAsciiDigit((char)text[number]))
        {
            bool isSkipped = isOk && (text.IndexOf("# SKIP"u8) > 0 || text.IndexOf("# TODO"u8) > 0);
            line = new BuildLine(isSkipped ? LineRole.Skipped : isOk ? LineRole.Passed : LineRole.Failure, IsEvidence: true);
            return true;
        }

        bool isFail = text.SequenceEqual("FAIL"u8);
        line = new BuildLine(isFail ? LineRole.Failure : LineRole.Summary, IsEvidence: true);
        return isFail || text.SequenceEqual("PASS"u8);
    }

    /// <summary><c>PASS src/cart.test.ts</c>: a word and a path, and at most a duration; <c>✓ src/cart.test.ts (5 tests) 3ms</c>.</summary>
    private static bool TryReadFile(ReadOnlySpan<byte> text, out BuildLine line)
    {
        if (text.IndexOf(" ("u8) is > 0 and var count && (text.IndexOf(" tests"u8) > count || text.IndexOf(" test)"u8) > count) && text[..count].Contains((byte)'.'))
        {
            bool isTick = text.StartsWith("✓ "u8) || text.StartsWith("✔ "u8);
            line = new BuildLine(isTick ? LineRole.Passed : LineRole.Failure, IsEvidence: true);
            return isTick || text.StartsWith("❯ "u8) || text.StartsWith("× "u8);
        }

        bool isPass = text.StartsWith("PASS "u8);
        line = new BuildLine(isPass ? LineRole.Passed : LineRole.Failure, IsEvidence: true);
        if (!isPass && !text.StartsWith("FAIL "u8))
        {
            return false;
        }

        ReadOnlySpan<byte> path = text[5..].TrimStart((byte)' ');
        int end = path.IndexOf((byte)' ');
        ReadOnlySpan<byte> name = end < 0 ? path : path[..end];
        return name.Contains((byte)'.') && (end < 0 || path[end..].StartsWith(" ("u8));
    }

    /// <summary><c>===== FAILURES =====</c>: what fails has a story below; all else is a heading or a total.</summary>
    private static bool TryReadRule(ReadOnlySpan<byte> text, out BuildLine line)
    {
        line = default;
        if (text[0] is not ((byte)'=' or (byte)'_' or (byte)'-'))
        {
            return false;
        }

        byte rule = text[0];
        ReadOnlySpan<byte> title = text.Trim(rule);
        int before = text.IndexOfAnyExcept(rule);
        if (before < 3 || title.Length < 3 || title[0] != ' ' || title[^1] != ' ' || text.Length - before - title.Length < 3)
        {
            return false;
        }

        title = title.Trim((byte)' ');
        LineRole role = rule != '=' || title.SequenceEqual("FAILURES"u8) || title.SequenceEqual("ERRORS"u8) ? LineRole.FailureStory : LineRole.Summary;
        line = new BuildLine(role, IsEvidence: rule == '=');
        return true;
    }

    private static bool TryReadCargo(ReadOnlySpan<byte> text, out BuildLine line)
    {
        line = default;
        int verdict = text.LastIndexOf(" ... "u8);
        if (verdict < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> word = text[(verdict + 5)..];
        LineRole role = word.StartsWith("ok"u8) ? LineRole.Passed : word.StartsWith("ignored"u8) || word.StartsWith("skipped"u8) ? LineRole.Skipped
            : word.StartsWith("FAILED"u8) || word.StartsWith("FAIL"u8) || word.StartsWith("ERROR"u8) ? LineRole.Failure : LineRole.Text;
        int module = text.StartsWith("test "u8) ? text[5..verdict].IndexOf("::"u8) : -1;
        line = new BuildLine(role, IsEvidence: true, module > 0 ? 5 : 0, Math.Max(module, 0));
        return role != LineRole.Text;
    }

    private static bool TryReadPytest(ReadOnlySpan<byte> text, out BuildLine line)
    {
        line = default;
        if (text[0] == '[' && text.StartsWith("[gw"u8))
        {
            return TryReadWorker(text, out line);
        }

        ReadOnlySpan<byte> body = WithoutShare(text, out bool hasShare);
        int name = body.IndexOf("::"u8);
        if (name > 0)
        {
            int space = body.LastIndexOf((byte)' ');
            LineRole verdict = space > name ? Verdict(body[(space + 1)..]) : LineRole.Text;
            if (verdict == LineRole.Text && body.IndexOf(" SKIPPED ("u8) > name)
            {
                verdict = LineRole.Skipped;
            }

            line = new BuildLine(verdict, IsEvidence: true, 0, name);
            return verdict != LineRole.Text;
        }

        return hasShare && TryReadDots(body, out line);
    }

    private static bool TryReadWorker(ReadOnlySpan<byte> text, out BuildLine line)
    {
        int name = text.IndexOf("::"u8);
        int path = name < 0 ? -1 : text[..name].LastIndexOf((byte)' ');
        int verdict = path < 0 ? -1 : text[..path].LastIndexOf((byte)' ');
        LineRole role = verdict < 0 ? LineRole.Text : Verdict(text[(verdict + 1)..path]);
        line = new BuildLine(role, IsEvidence: true, path + 1, Math.Max(0, name - path - 1));
        return role != LineRole.Text;
    }

    /// <summary><c>tests/test_a.py ....s...</c>, or the characters alone.</summary>
    private static bool TryReadDots(ReadOnlySpan<byte> body, out BuildLine line)
    {
        int space = body.LastIndexOf((byte)' ');
        ReadOnlySpan<byte> dots = body[(space + 1)..];
        bool isQuiet = !dots.IsEmpty && dots.IndexOfAnyExcept(".sx"u8) < 0;
        line = new BuildLine(LineRole.Passed, IsEvidence: true, 0, Math.Max(space, 0), dots.Count((byte)'.'));
        return isQuiet && dots.IndexOfAnyExcept((byte)'.') < 0;
    }

    private static LineRole Verdict(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("PASSED"u8) || word.SequenceEqual("XFAIL"u8) ? LineRole.Passed
        : word.SequenceEqual("SKIPPED"u8) ? LineRole.Skipped
        : word.SequenceEqual("FAILED"u8) || word.SequenceEqual("ERROR"u8) || word.SequenceEqual("XPASS"u8) ? LineRole.Failure
        : LineRole.Text;

    /// <summary>Without <c>[ 12%]</c> at the end.</summary>
    private static ReadOnlySpan<byte> WithoutShare(ReadOnlySpan<byte> text, out bool hasShare)
    {
        int open = text.EndsWith("%]"u8) ? text.LastIndexOf((byte)'[') : -1;
        hasShare = open > 0 && Utf8Parser.TryParse(text[(open + 1)..^2].TrimStart((byte)' '), out int _, out _);
        return hasShare ? text[..open].TrimEnd((byte)' ') : text;
    }
}
