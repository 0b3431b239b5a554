using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Gemini;

/// <summary>One part of a content: what means something here, in one pass over its bytes.</summary>
internal sealed class GeminiPart
{
    private int _callCount;
    private int _resultCount;
    private int _textCount;

    /// <value>The part's object.</value>
    public ByteRange Range { get; private set; }

    /// <value>The text's token, quotes included.</value>
    public ByteRange? Text { get; private set; }

    /// <value>Whether the text is what the model thought.</value>
    public bool IsThought { get; private set; }

    /// <value>The name of the function that is called, or that gave a result.</value>
    public string? Name { get; private set; }

    /// <value>The object with a call's arguments.</value>
    public ByteRange? Arguments { get; private set; }

    /// <value>The string tokens of what a function gave.</value>
    public List<ByteRange> Results { get; } = [];

    /// <value>Whether it is a call, and nothing that parsers disagree on.</value>
    public bool IsCall => _callCount == 1 && _resultCount == 0;

    /// <value>Whether it is the result of a call, and nothing that parsers disagree on.</value>
    public bool IsResult => _resultCount == 1 && _callCount == 0;

    /// <summary>Reads the object that the reader stands on.</summary>
    public static GeminiPart Read(ref BodyReader reader)
    {
        var part = new GeminiPart();
        int start = reader.Start();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText = reader.ValueTextEquals("text"u8), isThought = reader.ValueTextEquals("thought"u8);
            bool isCall = reader.ValueTextEquals("functionCall"u8) || reader.ValueTextEquals("function_call"u8);
            bool isResult = reader.ValueTextEquals("functionResponse"u8) || reader.ValueTextEquals("function_response"u8);
            reader.Read();
            if (isText)
            {
                part.Text = reader.StringTokenOrSkip();
                part.Text = part._textCount++ == 0 ? part.Text : null;
            }
            else if (isThought)
            {
                part.IsThought |= reader.TrueOrSkip();
            }
            else if ((isCall || isResult) && reader.TokenType == JsonTokenType.StartObject)
            {
                part._callCount += isCall ? 1 : 0;
                part._resultCount += isResult ? 1 : 0;
                part.ReadFunction(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        part.Range = new ByteRange(start, reader.BytesConsumed - start);
        return part;
    }

    private void ReadFunction(ref BodyReader reader)
    {
        bool hasResponse = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isName = reader.ValueTextEquals("name"u8), isArguments = reader.ValueTextEquals("args"u8);
            bool isResponse = reader.ValueTextEquals("response"u8);
            reader.Read();
            if (isName)
            {
                Name = reader.StringOrSkip();
            }
            else if (isArguments && reader.TokenType == JsonTokenType.StartObject)
            {
                Arguments = reader.SkipValue();
            }
            else if (isResponse && reader.TokenType == JsonTokenType.StartObject)
            {
                // Given twice: parsers disagree on which one is meant.
                _resultCount += hasResponse ? 1 : 0;
                hasResponse = true;
                ReadResponse(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>
    /// Finds every string that a function gave, however deep: its answer's form is its own. Left alone are what stands under
    /// <c>error</c>, and objects that say their media type: they hold pictures and the like.
    /// </summary>
    private void ReadResponse(ref BodyReader reader)
    {
        int outside = reader.CurrentDepth;
        var open = new Stack<(int Before, bool IsMedia)>();
        open.Push((Results.Count, false));
        while (reader.Read() && reader.CurrentDepth > outside)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when reader.CurrentDepth == outside + 1 && reader.ValueTextEquals("error"u8):
                    reader.Read();
                    reader.Skip();
                    break;
                case JsonTokenType.PropertyName when reader.ValueTextEquals("mimeType"u8) || reader.ValueTextEquals("mime_type"u8):
                    open.Push(open.Pop() with { IsMedia = true });
                    break;
                case JsonTokenType.StartObject: open.Push((Results.Count, false)); break;
                case JsonTokenType.EndObject: Leave(open.Pop()); break;
                case JsonTokenType.String: Results.Add(reader.Token()); break;
            }
        }

        Leave(open.Pop());
    }

    private void Leave((int Before, bool IsMedia) left)
    {
        if (left.IsMedia)
        {
            Results.RemoveRange(left.Before, Results.Count - left.Before);
        }
    }
}
