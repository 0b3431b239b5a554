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
        Span<int> scores = stackalloc int[(int)CodeLanguage.Sql + 1];
        scores.Clear();
        int lines = 0;
        ReadOnlySpan<byte> rest = sample;
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = (length < 0 ? rest : rest[..length]).Trim(" \t\r"u8);
            rest = length < 0 ? default : rest[(length + 1)..];
            if (line.StartsWith("```"u8))
            {
                // A document with code in it is not code.
                return CodeLanguage.None;
            }

            lines += line.IsEmpty ? 0 : 1;
            LineEvidence.Add(line, scores);
        }

        CodeLanguage best = Best(scores, out int score);
        return score >= MinScore && score * LinesPerPoint >= lines && IsLikeCode(sample, best) ? best : CodeLanguage.None;
    }

    // What languages of one family share counts for both.
    private static CodeLanguage Best(Span<int> scores, out int score)
    {
        if (scores[(int)CodeLanguage.TypeScript] >= 4)
        {
            scores[(int)CodeLanguage.TypeScript] += scores[(int)CodeLanguage.JavaScript];
        }

        if (scores[(int)CodeLanguage.Cpp] > 0)
        {
            scores[(int)CodeLanguage.Cpp] += scores[(int)CodeLanguage.C];
        }

        if (scores[(int)CodeLanguage.Php] >= 6)
        {
            scores[(int)CodeLanguage.Php] += 100;
        }

        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        score = scores[best];
        return (CodeLanguage)best;
    }

    // In prose nearly every word follows a word; in code signs stand between them.
    private static bool IsLikeCode(ReadOnlySpan<byte> sample, CodeLanguage language)
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
