using Headroom.Compression.Code.Lexing;
using Headroom.Compression.Texts;

namespace Headroom.Compression.Code.Recognition;

/// <summary>Tells whether a text is source code, and of which language: by its lines, and then by what its lexer makes of it.</summary>
internal static class LanguageEvidence
{
    private const int SampleBytes = 32_768;
    private const int MinScore = 6;
    private const int LinesPerPoint = 12;

    /// <summary>The language of a text; <see cref="CodeLanguage.None"/> where it is not clearly code.</summary>
    public static CodeLanguage Of(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> sample = Utf8Cut.Head(text, SampleBytes);
        Span<int> scores = stackalloc int[LineEvidence.Slots];
        scores.Clear();
        int lines = 0;
        bool isInComment = false;
        ReadOnlySpan<byte> rest = sample;
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (length < 0 ? rest : rest[..length]).Trim(" \t\r"u8);
            rest = length < 0 ? default : rest[(length + 1)..];
            if (isInComment || line.StartsWith("/*"u8))
            {
                isInComment = line.IndexOf("*/"u8) < 0;
                continue;
            }

            if (line.StartsWith("```"u8))
            {
                // A document with code in it is not code.
                return CodeLanguage.None;
            }

            bool isComment = line.IsEmpty || line[0] is (byte)'*' or (byte)'/' || (line[0] == '#' && line.Length > 1 && line[1] is (byte)' ' or (byte)'#');
            bool endsAsCode = !line.IsEmpty && line[^1] is (byte)';' or (byte)'{' or (byte)'}';
            lines += isComment || endsAsCode ? 0 : 1;
            LineEvidence.Add(line, scores);
        }

        CodeLanguage best = Interpreted(sample, out bool isInterpreted);
        if (isInterpreted)
        {
            return best;
        }

        best = Best(scores, out int score);
        if (sample.TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8))
        {
            // A page that shows code is a page.
            return CodeLanguage.None;
        }

        return best != CodeLanguage.None && score >= MinScore && score * LinesPerPoint >= lines && IsLikeCode(sample, best) ? best : CodeLanguage.None;
    }

    // What says by its first bytes how it is run.
    private static CodeLanguage Interpreted(ReadOnlySpan<byte> sample, out bool isInterpreted)
    {
        int length = sample.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = length < 0 ? sample : sample[..length].TrimEnd((byte)'\r');
        bool isMarkup = sample.TrimStart("\uFEFF \t\r\n"u8).StartsWith("<"u8);
        isInterpreted = (line.StartsWith("#!"u8) && !line.StartsWith("#!["u8)) || (isMarkup && sample.IndexOf("<?php"u8) >= 0);
        return !isInterpreted ? CodeLanguage.None
            : isMarkup ? CodeLanguage.Php
            : line.IndexOf("python"u8) > 0 ? CodeLanguage.Python
            : line.IndexOf("ruby"u8) > 0 ? CodeLanguage.Ruby
            : line.IndexOf("node"u8) > 0 ? CodeLanguage.JavaScript
            : line.IndexOf("php"u8) > 0 ? CodeLanguage.Php
            : line.EndsWith("sh"u8) || line.IndexOf("sh "u8) > 0 ? CodeLanguage.Shell
            : CodeLanguage.None;
    }

    // What languages of one family share counts for both.
    private static CodeLanguage Best(Span<int> scores, out int score)
    {
        if (scores[(int)CodeLanguage.Cpp] > 0)
        {
            scores[(int)CodeLanguage.Cpp] += scores[(int)CodeLanguage.C];
        }

        int better = scores[(int)CodeLanguage.Java] > scores[(int)CodeLanguage.CSharp] ? (int)CodeLanguage.Java : (int)CodeLanguage.CSharp;
        scores[better] += scores[LineEvidence.Shared];
        scores[LineEvidence.Shared] = 0;

        // Closures close alike in C# and in scripts: they speak for the one that speaks for itself.
        int closing = scores[(int)CodeLanguage.CSharp] > scores[(int)CodeLanguage.JavaScript] ? (int)CodeLanguage.CSharp : (int)CodeLanguage.JavaScript;
        scores[closing] += scores[LineEvidence.Closures];
        scores[LineEvidence.Closures] = 0;
        if (scores[(int)CodeLanguage.TypeScript] >= 4)
        {
            scores[(int)CodeLanguage.TypeScript] += scores[(int)CodeLanguage.JavaScript];
        }

        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        score = scores[best];
        int rival = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            rival = Family(i) == Family(best) ? rival : Math.Max(rival, scores[i]);
        }

        // What two languages claim is lexed wrongly by one of them.
        return rival * 3 > score * 2 ? CodeLanguage.None : (CodeLanguage)best;
    }

    private static CodeLanguage Family(int language) => (CodeLanguage)language switch
    {
        CodeLanguage.JavaScript => CodeLanguage.TypeScript,
        CodeLanguage.C => CodeLanguage.Cpp,
        _ => (CodeLanguage)language,
    };

    /// <summary>Whether signs stand between words; in prose nearly every word follows a word.</summary>
    public static bool IsLikeCode(ReadOnlySpan<byte> sample, CodeLanguage language)
    {
        var lexer = new CodeLexer(sample, language);
        int words = 0;
        int afterWords = 0;
        CodeToken last = default;
        for (CodeToken token = lexer.Next(); token.Kind != CodeTokenKind.End; token = lexer.Next())
        {
            if (token.Kind == CodeTokenKind.Word)
            {
                words++;
                afterWords += last.Kind == CodeTokenKind.Word && !token.StartsLine ? 1 : 0;
            }

            last = token;
        }

        int percent = language is CodeLanguage.Shell or CodeLanguage.Sql ? 75 : 50;
        return afterWords * 100 <= words * percent;
    }
}
