using System.Text;
using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Tests.Bodies;

public sealed class BodyReaders
{
    /// <summary>What strings are made of, so that escapes, ends and mistakes fall on every place of a block.</summary>
    private static readonly string[] Pieces =
        ["\\\"", "\\\\", "\\\\\\\\\\\"", "\\n", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "x", "some words of a log line ", "é", "😀", "[{", ":,"];

    private static readonly string[] Mistakes = ["\\x", "\\u12g4", "\\u12", "\n", "\0", "\\", "\""];

    [Fact]
    public void A_body_reads_as_the_frameworks_reader_reads_it() => Property.Holds(random =>
    {
        byte[] body = Property.Utf8(Body(random, isBroken: random.Next(3) == 0));
        var plain = new Utf8JsonReader(body);
        var reader = new BodyReader(body);
        for (bool goesOn = true; goesOn;)
        {
            goesOn = Read(ref plain, out bool isBroken);
            Assert.Equal(isBroken ? null : goesOn, Read(ref reader));
            if (goesOn)
            {
                Assert.Equal(
                    (plain.TokenType, plain.TokenStartIndex, plain.BytesConsumed, plain.CurrentDepth),
                    (reader.TokenType, reader.TokenStartIndex, reader.BytesConsumed, reader.CurrentDepth));
                if (plain.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    string? text = Text(ref plain);
                    Assert.Equal(text, Text(ref reader));
                    Assert.True(text is null || (reader.ValueTextEquals(Encoding.UTF8.GetBytes(text)) && !reader.ValueTextEquals("nowhere"u8)));
                }
            }
        }
    }, cases: 2000);

    [Fact]
    public void Whatever_is_passed_over_ends_where_it_ends_for_the_frameworks_reader() => Property.Holds(random =>
    {
        byte[] body = Property.Utf8($"[{Body(random, isBroken: false)},1]");
        var plain = new Utf8JsonReader(body);
        var reader = new BodyReader(body);
        for (int i = random.Next(6); i >= 0; i--)
        {
            plain.Read();
            reader.Read();
        }

        plain.Skip();
        reader.Skip();
        Assert.Equal((plain.TokenType, plain.BytesConsumed), (reader.TokenType, reader.BytesConsumed));
    }, cases: 500);

    private static string Body(Random random, bool isBroken)
    {
        var body = new StringBuilder("{");
        int count = random.Next(1, 5), mistake = isBroken ? random.Next(count) : -1;
        for (int i = 0; i < count; i++)
        {
            string value = random.Next(4) switch
            {
                0 => "-12.5e3",
                1 => $"[true,{String(random, false)},{{\"inner\" : {String(random, i == mistake)} }}]",
                _ => String(random, i == mistake),
            };
            body.Append(i == 0 ? "" : ", ").Append($"\"p{i}\"{new string(' ', random.Next(2))}:{new string('\n', random.Next(3))}{value}");
        }

        return body.Append('}').ToString();
    }

    private static string String(Random random, bool hasMistake)
    {
        var text = new StringBuilder();
        for (int length = random.Next(400); text.Length < length;)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        if (hasMistake)
        {
            text.Append(Mistakes[random.Next(Mistakes.Length)]).Append(Pieces[random.Next(Pieces.Length)]);
        }

        return $"\"{text}\"";
    }

    private static bool Read(ref Utf8JsonReader reader, out bool isBroken)
    {
        try
        {
            isBroken = false;
            return reader.Read();
        }
        catch (JsonException)
        {
            isBroken = true;
            return false;
        }
    }

    private static bool? Read(ref BodyReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(ref BodyReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
