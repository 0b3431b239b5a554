using Headroom.Compression.Onnx.Tokenizing;
using Headroom.Compression.Prose.Words;
using Headroom.Context.TextModels;

namespace Headroom.Compression.Onnx.Scoring;

/// <summary>Scores the words of a text: tokens, pieces of tokens, and the highest score of its tokens for each word.</summary>
internal sealed class WordScorer(ITokenScorer scorer, TextTokenizer tokenizer, TextModelSettings settings)
{
    private readonly int _size = settings.MaxTokens - (tokenizer.Begin is null ? 0 : 1) - (tokenizer.End is null ? 0 : 1);

    /// <summary>Scores a text. The same text gets the same scores.</summary>
    public WordScores Score(ReadOnlySpan<byte> text, CancellationToken cancellationToken)
    {
        TokenizedWords words = TokenizedWords.Read(text, tokenizer, cancellationToken);
        byte[] tokens = ScoreTokens(words.Ids, cancellationToken);
        byte[] scores = new byte[words.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            // What the tokenizer makes nothing of, the model has not seen.
            ReadOnlySpan<byte> ofWord = tokens.AsSpan(words.TokensOf(i));
            scores[i] = ofWord.IsEmpty ? byte.MaxValue : Highest(ofWord);
        }

        return new WordScores(scores);
    }

    private byte[] ScoreTokens(ReadOnlySpan<int> ids, CancellationToken cancellationToken)
    {
        byte[] scores = new byte[ids.Length];
        List<int> piece = new(settings.MaxTokens);
        float[] keep = new float[settings.MaxTokens];
        foreach (TokenWindow window in TokenWindow.Cut(ids.Length, _size, settings.Overlap))
        {
            cancellationToken.ThrowIfCancellationRequested();
            piece.Clear();
            Add(piece, tokenizer.Begin);
            int before = piece.Count - window.Seen.Start.Value;
            piece.AddRange(ids[window.Seen]);
            Add(piece, tokenizer.End);
            scorer.Score(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(piece), keep.AsSpan(0, piece.Count), cancellationToken);
            for (int i = window.Judged.Start.Value; i < window.Judged.End.Value; i++)
            {
                scores[i] = (byte)MathF.Round(Math.Clamp(keep[i + before], 0, 1) * byte.MaxValue);
            }
        }

        return scores;
    }

    private static void Add(List<int> piece, int? id)
    {
        if (id is { } token)
        {
            piece.Add(token);
        }
    }

    private static byte Highest(ReadOnlySpan<byte> scores)
    {
        byte highest = 0;
        foreach (byte score in scores)
        {
            highest = Math.Max(highest, score);
        }

        return highest;
    }
}
