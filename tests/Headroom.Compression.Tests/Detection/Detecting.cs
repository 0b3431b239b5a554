using System.Text;
using Headroom.Compression.Detection;

namespace Headroom.Compression.Tests.Detection;

public sealed class Detecting
{
    [Theory]
    [InlineData("[1,2,3]", ContentKind.Json)]
    [InlineData(" \n{\"a\": \"a sentence, with commas. And another one.\"}\n", ContentKind.Json)]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", ContentKind.Json)]
    [InlineData("{\"a\":1}{\"a\":2}", ContentKind.Json)]
    [InlineData("\uFEFF[]", ContentKind.Json)]
    [InlineData("{not json}", ContentKind.Text)]
    [InlineData("[link](https://example.com) and {braces}", ContentKind.Text)]
    [InlineData("The build failed with a critical error. It failed again. Error, error, error.", ContentKind.Text)]
    [InlineData("", ContentKind.Text)]
    [InlineData("\"only a string\"", ContentKind.Text)]
    [InlineData("2026-01-01 10:00:00 INFO started\n2026-01-01 10:00:01 INFO request\n2026-01-01 10:00:02 ERROR lost\n", ContentKind.Log)]
    [InlineData("apiVersion: v1\nitems:\n- kind: Pod\n  metadata:\n    name: pod-1\n- kind: Pod\n  metadata:\n    name: pod-2\n", ContentKind.Config)]
    [InlineData("# locks\n[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\ndependencies = [\n \"a\",\n]\n\n[[package]]\nname = \"toml\"\n", ContentKind.Config)]
    [InlineData("[core]\nbare = false\n; note\n[remote \"origin\"]\nurl = https://example.com/x\nfetch = +refs/heads/*\n", ContentKind.Config)]
    [InlineData("Name: a person\nThis is what she said: nothing of it matters here.\nShe left the room and went home.\nNobody saw her again: that was all.\n", ContentKind.Text)]
    public void What_parses_is_what_it_parses_as(string text, ContentKind kind) =>
        Assert.Equal(kind, ContentDetector.Detect(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Invalid_utf8_and_deep_nesting_are_text()
    {
        Assert.Equal(ContentKind.Text, ContentDetector.Detect([(byte)'[', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)']']));
        Assert.Equal(ContentKind.Text, ContentDetector.Detect(Encoding.UTF8.GetBytes(new string('[', 65) + new string(']', 65))));
        Assert.Equal(ContentKind.Json, ContentDetector.Detect(Encoding.UTF8.GetBytes(new string('[', 64) + new string(']', 64))));
    }
}
