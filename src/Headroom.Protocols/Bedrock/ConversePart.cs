using System.Text.Json;
using Headroom.Protocols.Bodies;
using Headroom.Protocols.Turns;

namespace Headroom.Protocols.Bedrock;

/// <summary>One content block of a Converse message: an object whose one member says what it is.</summary>
internal sealed class ConversePart
{
    private int _memberCount;
    private bool _isTwice;
    private bool _isError;

    /// <value>What it is.</value>
    public MessagePartKind Kind { get; private set; } = MessagePartKind.Other;

    /// <value>The block's object.</value>
    public ByteRange Range { get; private set; }

    /// <value>The text's token, quotes included.</value>
    public ByteRange? Text { get; private set; }

    /// <value>The id of a tool call, or of the one that a result is for.</value>
    public string? Id { get; private set; }

    /// <value>The name of the tool that is called.</value>
    public string? Name { get; private set; }

    /// <value>Whether it only marks where the provider's cache may end.</value>
    public bool IsCachePoint { get; private set; }

    /// <value>What a tool gave, unless it is an error.</value>
    public List<TurnBlock> Results { get; } = [];

    /// <summary>Reads the object that the reader stands on.</summary>
    public static ConversePart Read(ref BodyReader reader)
    {
        var part = new ConversePart();
        int start = reader.Start();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText = reader.ValueTextEquals("text"u8), isCall = reader.ValueTextEquals("toolUse"u8), isResult = reader.ValueTextEquals("toolResult"u8);
            part.IsCachePoint |= reader.ValueTextEquals("cachePoint"u8);
            part._memberCount++;
            reader.Read();
            if (isText)
            {
                part.Text = reader.StringTokenOrSkip();
                part.Kind = MessagePartKind.Text;
            }
            else if ((isCall || isResult) && reader.TokenType == JsonTokenType.StartObject)
            {
                part.Kind = isCall ? MessagePartKind.ToolCall : MessagePartKind.Other;
                part.ReadTool(ref reader, isResult);
            }
            else
            {
                reader.Skip();
            }
        }

        part.Range = new ByteRange(start, reader.BytesConsumed - start);
        part.Settle();
        return part;
    }

    /// <summary>What has several members is nothing that is known; parsers disagree on what is given twice.</summary>
    private void Settle()
    {
        if (_memberCount > 1)
        {
            (Kind, Text, IsCachePoint) = (MessagePartKind.Other, null, false);
        }

        if (_memberCount > 1 || _isTwice || _isError)
        {
            Results.Clear();
        }
    }

    private void ReadTool(ref BodyReader reader, bool isResult)
    {
        bool hasContent = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("toolUseId"u8), isName = reader.ValueTextEquals("name"u8);
            bool isStatus = isResult && reader.ValueTextEquals("status"u8), isContent = isResult && reader.ValueTextEquals("content"u8);
            reader.Read();
            if (isId)
            {
                Id = reader.StringOrSkip();
            }
            else if (isName)
            {
                Name = reader.StringOrSkip();
            }
            else if (isStatus)
            {
                _isError |= reader.StringOrSkip() == "error";
            }
            else if (isContent && reader.TokenType == JsonTokenType.StartArray)
            {
                _isTwice |= hasContent;
                hasContent = true;
                ReadResults(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>A result is texts, JSON, images and the like.</summary>
    private void ReadResults(ref BodyReader reader)
    {
        int outside = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > outside)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != outside + 2)
            {
                continue;
            }

            int start = reader.Start();
            bool isText = reader.ValueTextEquals("text"u8), isJson = reader.ValueTextEquals("json"u8);
            reader.Read();
            bool isString = reader.TokenType == JsonTokenType.String, isStructure = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            ByteRange value = reader.SkipValue();
            if ((isText || isJson) && isString)
            {
                Results.Add(new TurnBlock(value, null, null));
            }
            else if (isJson && isStructure)
            {
                Results.Add(new TurnBlock(value, null, null) { JsonMember = new ByteRange(start, value.End - start) });
            }
        }
    }
}
