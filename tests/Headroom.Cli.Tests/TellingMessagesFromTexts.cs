using System.Text;
using Headroom.Context.Messages;

namespace Headroom.Cli.Tests;

/// <summary>A file of messages is compressed message by message; everything else is a text.</summary>
public sealed class TellingMessagesFromTexts
{
    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("""[{"role":"user","content":"x"},{"role":"tool","content":"y"}]""")]
    [InlineData("\uFEFF  \n[{\"role\":\"user\",\"content\":\"x\"}]")]
    public void Objects_and_arrays_of_messages_are_read(string text) => Assert.True(MessageFile.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""[{"id":1,"role_name":"x"}]""")]
    [InlineData("""[{"role":"user"},{"id":1}]""")]
    [InlineData("""{"messages":[{"role":"user"}]""")]
    [InlineData("plain text")]
    public void Rows_and_texts_are_not(string text) => Assert.False(MessageFile.TryRead(Encoding.UTF8.GetBytes(text), out _));
}
