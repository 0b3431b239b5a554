using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Responses;

/// <summary>One element of a message's content, of a summary or of what a tool gave.</summary>
/// <param name="Range">Its JSON value.</param>
/// <param name="Text">The string token of its text, where it is a text part.</param>
/// <param name="Shell">The string tokens of a command's <c>stdout</c> and <c>stderr</c>.</param>
internal readonly record struct ResponsesPart(ByteRange Range, ByteRange? Text, IReadOnlyList<ByteRange> Shell)
{
    /// <summary>Reads the value that the reader stands on. An object in which one of these is given twice is passed over.</summary>
    public static ResponsesPart Read(ref BodyReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return new ResponsesPart(reader.SkipValue(), null, []);
        }

        int start = reader.Start(), types = 0, texts = 0, refusals = 0, outs = 0, errs = 0;
        string? type = null;
        ByteRange? text = null, refusal = null, stdout = null, stderr = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8), isText = reader.ValueTextEquals("text"u8), isRefusal = reader.ValueTextEquals("refusal"u8);
            bool isOut = reader.ValueTextEquals("stdout"u8), isErr = reader.ValueTextEquals("stderr"u8);
            reader.Read();
            switch (true)
            {
                case true when isType: types++; type = reader.StringOrSkip(); break;
                case true when isText: texts++; text = reader.StringTokenOrSkip(); break;
                case true when isRefusal: refusals++; refusal = reader.StringTokenOrSkip(); break;
                case true when isOut: outs++; stdout = reader.StringTokenOrSkip(); break;
                case true when isErr: errs++; stderr = reader.StringTokenOrSkip(); break;
                default: reader.Skip(); break;
            }
        }

        bool isOnce = types < 2 && texts < 2 && refusals < 2 && outs < 2 && errs < 2;
        ByteRange? said = type is "input_text" or "output_text" or "text" or "summary_text" or "reasoning_text" ? text : type == "refusal" ? refusal : null;
        return new ResponsesPart(
            new ByteRange(start, reader.BytesConsumed - start),
            isOnce ? said : null,
            isOnce ? [.. new[] { stdout, stderr }.OfType<ByteRange>()] : []);
    }
}
