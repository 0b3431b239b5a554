using System.Buffers;
using System.Globalization;
using System.Text;
using Headroom.Compression.Json.Sampling;

namespace Headroom.Compression.Json;

/// <summary>A string of which some pieces are shown: <c>"head"…1234…"passage"…5678…"tail"</c>; the numbers count characters.</summary>
/// <param name="pieces">The pieces, in order and apart.</param>
/// <param name="folds">Lines left out that are like one that is shown.</param>
internal sealed class ClippedText(List<(int Start, int End)> pieces, List<(TextFold Fold, List<TextSegment> Hidden)> folds)
{
    /// <value>The parts of the notation that it takes.</value>
    public Notation Used => Notation.Clip | (folds.Count > 0 ? Notation.Fold : 0);

    /// <summary>Writes the pieces.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="canonical">The whole string.</param>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> canonical)
    {
        for (int i = 0; i < pieces.Count; i++)
        {
            if (i > 0)
            {
                int characters = Encoding.UTF8.GetCharCount(canonical[pieces[i - 1].End..pieces[i].Start]);
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"…{characters}…"), output);
            }

            JsonText.WriteQuoted(output, canonical[pieces[i].Start..pieces[i].End]);
        }

        foreach ((TextFold fold, List<TextSegment> hidden) in folds)
        {
            fold.Write(output, canonical, hidden);
        }
    }
}
