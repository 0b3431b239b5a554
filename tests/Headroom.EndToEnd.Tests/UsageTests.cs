using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Upstream;

namespace Headroom.EndToEnd.Tests;

/// <summary>The usage that providers report is read beside the relay, also where nothing of ours is in the answer.</summary>
public sealed class UsageTests : ProxyTest
{
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private const string Plain = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task It_is_read_from_streams_in_every_coding_and_not_a_byte_changes(string coding)
    {
        byte[] relayed = [];
        Upstream.Next(async (context, request) =>
        {
            var kept = new MemoryStream();
            Stream wire = context.Response.Body;
            using var plain = new MemoryStream();
            context.Response.Body = plain;
            await AnthropicReplies.WriteAsync(context, request, new ModelReply("Hello there."));
            await using (Stream encoder = coding switch
            {
                "gzip" => new GZipStream(kept, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(kept, CompressionLevel.Fastest, leaveOpen: true),
                _ => kept,
            })
            {
                encoder.Write(plain.ToArray());
            }

            relayed = kept.ToArray();
            if (coding.Length > 0)
            {
                context.Response.Headers.ContentEncoding = coding;
            }

            context.Response.Body = wire;
            await wire.WriteAsync(relayed);
        });
        using HttpResponseMessage answer = await PostAsync("/v1/messages", Streamed, ("accept-encoding", coding));
        Assert.Equal(relayed, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(20, (int)(await StatsAsync())["tokens"]!["output"]!);
    }

    [Theory]
    [InlineData("/v1/messages", """{"type":"message","content":[],"usage":{"input_tokens":5,"cache_read_input_tokens":70,"cache_creation_input_tokens":30,"output_tokens":20}}""")]
    [InlineData("/v1/chat/completions", """{"choices":[{"index":0,"message":{"role":"assistant","content":"x"}}],"usage":{"prompt_tokens":75,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":70}}}""")]
    public async Task It_is_read_from_answers_in_one_piece(string path, string json)
    {
        Upstream.NextJson(json);
        using HttpResponseMessage answer = await PostAsync(path, Plain);
        Assert.Equal(json, await answer.Content.ReadAsStringAsync());
        JsonNode stats = await StatsAsync();
        Assert.Equal((20, 70), ((int)stats["tokens"]!["output"]!, (int)stats["prefix_cache"]!["tokens_read"]!));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_relayed_all_the_same()
    {
        byte[] odd = Encoding.ASCII.GetBytes("data: {broken\n\ndata: 5\n\nrest");
        Upstream.Next(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(odd);
        });
        using HttpResponseMessage answer = await PostAsync("/v1/messages", Streamed);
        Assert.Equal(odd, await answer.Content.ReadAsByteArrayAsync());
    }
}
