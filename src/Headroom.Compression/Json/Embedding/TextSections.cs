using System.Buffers;
using System.Globalization;
using System.Text;

namespace Headroom.Compression.Json.Embedding;

/// <summary>
/// Numbers embedded texts in the order in which they are referred to, and writes each once, unescaped, under a heading:
/// <c>--- text 1: log, 250 lines</c>. A string that occurs more than once is one text.
/// </summary>
/// <param name="output">Where to write.</param>
internal sealed class TextSections(IBufferWriter<byte> output)
{
    private readonly Dictionary<EmbeddedText, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<EmbeddedText> _texts = [];

    /// <summary>How a heading begins. No line of a table or an embedded text begins so.</summary>
    public static ReadOnlySpan<byte> Heading => "--- text "u8;

    /// <summary>How a reference begins. No bare string begins so.</summary>
    public static ReadOnlySpan<byte> Reference => "<text "u8;

    /// <summary>Whether a line begins as a heading does.</summary>
    public static bool HasHeading(ReadOnlySpan<byte> text) => text.StartsWith(Heading) || text.IndexOf("\n--- text "u8) >= 0;

    /// <summary>Writes a body with the names of the texts that it refers to.</summary>
    public void WriteBody(ReadOnlySpan<byte> body, IReadOnlyList<TextReference> references)
    {
        int written = 0;
        foreach (TextReference reference in references)
        {
            output.Write(body[written..reference.Offset]);
            written = reference.Offset;
            if (!_numbers.TryGetValue(reference.Text, out int number))
            {
                _texts.Add(reference.Text);
                _numbers.Add(reference.Text, number = _texts.Count);
            }

            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<text {number}>"), output);
        }

        output.Write(body[written..]);
    }

    /// <summary>Adds texts that no place refers to.</summary>
    public void Add(IEnumerable<EmbeddedText> texts) => _texts.AddRange(texts);

    /// <summary>Writes the texts referred to so far, and those that they refer to.</summary>
    /// <returns>Whether there were any; then the output ends with a line break.</returns>
    public bool WriteTexts()
    {
        for (int i = 0; i < _texts.Count; i++)
        {
            EmbeddedText text = _texts[i];
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"--- text {i + 1}: {text.Title}\n"), output);
            WriteBody(text.Body, text.References);
            output.Write(text.IsVerbatim || !text.Body.AsSpan().EndsWith("\n"u8) ? "\n"u8 : default);
        }

        return _texts.Count > 0;
    }
}
