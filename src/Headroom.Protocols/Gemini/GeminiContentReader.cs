using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Gemini;

/// <summary>Reads the <c>contents</c> of a request: what the user, the model and the functions said.</summary>
internal sealed class GeminiContentReader(ReadOnlyMemory<byte> body) : MessageReader(body)
{
    private readonly List<TurnBlock> _blocks = [];
    private readonly CallKeys _calls = new();
    private Queue<(string Name, string Key)> _unanswered = new();

    /// <summary>The <c>name</c> of the value that the reader stands on, which is read to its end.</summary>
    public static string? ReadName(ref BodyReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return reader.NameInside();
        }

        reader.Skip();
        return null;
    }

    private protected override bool ReadMessage(ref BodyReader reader)
    {
        _blocks.Clear();
        _calls.Clear();
        int start = reader.Start();
        string? role = null;
        ByteRange? list = null;
        bool hasRole = false, hasParts = false;
        List<(string Name, string Key)> called = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRole = reader.ValueTextEquals("role"u8), isParts = reader.ValueTextEquals("parts"u8);
            if ((isRole && hasRole) || (isParts && hasParts))
            {
                return false;
            }

            hasRole |= isRole;
            hasParts |= isParts;
            reader.Read();
            if (isRole)
            {
                role = reader.StringOrSkip();
            }
            else if (isParts && reader.TokenType == JsonTokenType.StartArray)
            {
                int listStart = reader.Start();
                ReadParts(ref reader, called);
                list = new ByteRange(listStart, reader.BytesConsumed - listStart);
            }
            else
            {
                reader.Skip();
            }
        }

        Add(new ByteRange(start, reader.BytesConsumed - start), role, list, called);
        return true;
    }

    private void Add(ByteRange range, string? role, ByteRange? list, List<(string Name, string Key)> called)
    {
        // What functions gave comes as "user", as "function", or with no role.
        string spoken = role switch { "model" => "assistant", null or "function" => "user", _ => role };
        Messages.Add(new TurnMessage
        {
            Range = range,
            Role = spoken,
            Hash = MessageHash.Of(Body.Span, range, null, LeftOut),
            Blocks = spoken == "user" ? [.. _blocks] : [],
            Content = list,
            Parts = [.. Parts],
        });
        if (called.Count > 0)
        {
            _unanswered = new Queue<(string, string)>(called);
        }

        IReadOnlyList<ByteRange> said = [.. Texts.Where(text => spoken == "user" && !BodyReading.IsAgentReminder(text.Of(Body.Span)))];
        Question = said.Count > 0 ? said : Question;
    }

    private void ReadParts(ref BodyReader reader, List<(string Name, string Key)> called)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Parts.Add(new MessagePart(MessagePartKind.Other, reader.SkipValue(), null, null));
                continue;
            }

            GeminiPart part = GeminiPart.Read(ref reader);
            if (part.IsCall)
            {
                string key = _calls.Next(part.Name, part.Arguments is { } arguments ? arguments.Of(Body) : default);
                called.Add((part.Name ?? "", key));
                Parts.Add(new MessagePart(MessagePartKind.ToolCall, part.Range, key, null));
                continue;
            }

            bool isText = part.Text is not null && !part.IsThought;
            Parts.Add(new MessagePart(isText ? MessagePartKind.Text : MessagePartKind.Other, part.Range, null, isText ? part.Text : null));
            if (isText)
            {
                Texts.Add(part.Text!.Value);
            }

            if (part.IsResult)
            {
                string? key = AnsweredCall(part.Name);
                _blocks.AddRange(part.Results.Select(result => new TurnBlock(result, key, part.Name)));
            }
        }
    }

    /// <summary>The call that a result is for: results come in the order of the calls, and most carry no id.</summary>
    private string? AnsweredCall(string? name)
    {
        for (int i = _unanswered.Count; i > 0; i--)
        {
            (string Name, string Key) call = _unanswered.Dequeue();
            if (call.Name == name)
            {
                return call.Key;
            }

            _unanswered.Enqueue(call);
        }

        return null;
    }
}
