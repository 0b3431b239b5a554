using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Turns;

/// <summary>Steps of a forward pass over a request body.</summary>
internal static class BodyReading
{
    /// <summary>Where the reader's current token begins.</summary>
    public static int Start(this ref BodyReader reader) => reader.TokenStartIndex;

    /// <summary>Passes over the current value and gives its range.</summary>
    public static ByteRange SkipValue(this ref BodyReader reader)
    {
        int start = reader.Start();
        reader.Skip();
        return new ByteRange(start, reader.BytesConsumed - start);
    }

    /// <summary>The current token, which is a string, quotes included.</summary>
    public static ByteRange Token(this ref BodyReader reader) =>
        new(reader.Start(), reader.BytesConsumed - reader.Start());

    /// <summary>The current token where it is a string; other values are passed over.</summary>
    public static ByteRange? StringTokenOrSkip(this ref BodyReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.Token();
        }

        reader.Skip();
        return null;
    }

    /// <summary>The text of the current value where it is a valid string; other values are passed over.</summary>
    public static string? StringOrSkip(this ref BodyReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // No valid Unicode: no name or id that anything could be looked up by.
            return null;
        }
    }

    /// <summary>Whether the current value is <c>true</c>; other values are passed over.</summary>
    public static bool TrueOrSkip(this ref BodyReader reader)
    {
        bool isTrue = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    /// <summary>The <c>name</c> of the object that the reader stands on.</summary>
    public static string? NameInside(this ref BodyReader reader)
    {
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isName)
            {
                name = reader.StringOrSkip();
            }
            else
            {
                reader.Skip();
            }
        }

        return name;
    }

    /// <summary>Whether a text begins like what agents put between what the user says.</summary>
    /// <param name="token">The text's token, quotes included.</param>
    public static bool IsAgentReminder(ReadOnlySpan<byte> token)
    {
        ReadOnlySpan<byte> text = token[1..];
        int tag = text.StartsWith("<"u8) ? 1 : text.StartsWith("\\u003c"u8) || text.StartsWith("\\u003C"u8) ? 6 : 0;
        return tag > 0
            ? text[tag..].StartsWith("system-reminder"u8) || text[tag..].StartsWith("environment_context"u8) || text[tag..].StartsWith("user_instructions"u8)
            : text.StartsWith("# AGENTS.md instructions"u8);
    }
}
