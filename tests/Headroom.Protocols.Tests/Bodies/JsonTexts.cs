using System.Text;
using System.Text.Json;
using Headroom.Protocols.Bodies;

namespace Headroom.Protocols.Tests.Bodies;

public sealed class JsonTexts
{
    [Fact]
    public void Any_text_survives_escaping_and_unescaping() => Property.Holds(random =>
    {
        byte[] text = Property.Utf8(Property.Text(random, 60));
        ReadOnlyMemory<byte> token = JsonText.ToStringToken(text);
        Assert.True(JsonText.TryUnescape(token, out ReadOnlyMemory<byte> back));
        Assert.Equal(text, back.ToArray());
        Assert.Equal(Encoding.UTF8.GetString(text), JsonDocument.Parse(token).RootElement.GetString());
    });

    [Fact]
    public void Tokens_of_other_writers_are_read_as_their_own_parsers_read_them() => Property.Holds(random =>
    {
        string text = Property.Text(random, 60);
        byte[] token = JsonSerializer.SerializeToUtf8Bytes(text);
        Assert.True(JsonText.TryUnescape(token, out ReadOnlyMemory<byte> back));
        Assert.Equal(text, Encoding.UTF8.GetString(back.Span));
    });

    [Fact]
    public void Escapes_of_every_kind_are_read_as_by_the_reader_of_the_framework() => Property.Holds(random =>
    {
        string[] pieces = ["\\n", "\\\"", "\\\\", "\\/", "\\t", "\\r", "\\b", "\\f", "\\u0041", "\\u00e9", "\\u20AC", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u0000", "plain words that are long enough for a whole step", "a", "é", "€", "😀"];
        byte[] token = Property.Utf8($"\"{string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]))}\"");
        byte[]? expected = Expected(token);
        Assert.Equal(expected is not null, JsonText.TryUnescape(token, out ReadOnlyMemory<byte> text));
        Assert.Equal(expected ?? [], text.ToArray());
    });

    [Theory]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\\"")]
    [InlineData("\"sixteen bytes and\\\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u 123\"")]
    [InlineData("\"\\ud83d\\u12\"")]
    public void What_is_no_escape_is_refused(string token) => Assert.False(JsonText.TryUnescape(Property.Utf8(token), out _));

    [Theory]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\\ude00 first\"")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"")]
    [InlineData("\"a\\ud83dz\"")]
    public void An_escaped_lone_surrogate_is_refused(string token) => Assert.False(JsonText.TryUnescape(Property.Utf8(token), out _));

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xC3, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', (byte)'\\', (byte)'n', 0xFF, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', (byte)'\\', (byte)'n', 0xE2, 0x82, (byte)'"' })]
    public void Invalid_utf8_is_refused_with_and_without_escapes(byte[] token) => Assert.False(JsonText.TryUnescape(token, out _));

    [Fact]
    public void What_is_not_escaped_is_not_copied()
    {
        byte[] token = "\"plain €\""u8.ToArray();
        Assert.True(JsonText.TryUnescape(token, out ReadOnlyMemory<byte> text));
        Assert.True(text.Equals(new ReadOnlyMemory<byte>(token, 1, token.Length - 2)));
    }

    private static byte[]? Expected(byte[] token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        byte[] text = new byte[token.Length];
        try
        {
            return text[..reader.CopyString(text)];
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
