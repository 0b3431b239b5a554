using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.Context.Messages;

namespace Headroom.Tests;

/// <summary>The client: what it sends, and what becomes of a call when the gateway is busy, gone or refuses.</summary>
public sealed class CompressingAtAGatewayTests
{
    private const string Answer = """{"messages":[{"role":"user","content":"small"}],"tokens_before":100,"tokens_after":10,"tokens_saved":90,"compression_ratio":0.1,"transforms_applied":["json:sample"],"transforms_summary":{},"ccr_hashes":["0123456789abcdef01234567"]}""";

    private readonly Gateway _gateway = new();

    [Fact]
    public async Task Messages_go_as_they_are_with_the_key_and_the_choices_and_the_result_is_the_same_type()
    {
        _gateway.Next(HttpStatusCode.OK, Answer);
        using HeadroomClient client = Client();
        CompressionResult small = await client.CompressAsync("""[ {"role":"user","content":"\u00e9 1.0"} ]""", new MessageOptions { Question = "why?", TokenBudget = 50 });
        Assert.Equal((100, 10, 90), (small.TokensBefore, small.TokensAfter, small.TokensSaved));
        Assert.Equal("""[{"role":"user","content":"small"}]""", small.Messages);
        Assert.Equal(["0123456789abcdef01234567"], small.Hashes);

        (string url, string? key, string body) = Assert.Single(_gateway.Got);
        Assert.Equal(("http://gateway/base/v1/compress", "hr_me_x"), (url, key));
        Assert.Contains("""[ {"role":"user","content":"\u00e9 1.0"} ]""", body, StringComparison.Ordinal);
        Assert.Equal(("why?", 50), ((string)JsonNode.Parse(body)!["config"]!["question"]!, (int)JsonNode.Parse(body)!["token_budget"]!));
    }

    [Fact]
    public async Task A_busy_gateway_is_asked_again()
    {
        _gateway.Next(HttpStatusCode.ServiceUnavailable, "{}");
        _gateway.Next(HttpStatusCode.TooManyRequests, "{}");
        _gateway.Next(HttpStatusCode.OK, Answer);
        using HeadroomClient client = Client();
        Assert.Equal(90, (await client.CompressAsync(Conversations.Messages)).TokensSaved);
        Assert.Equal(3, _gateway.Got.Count);
    }

    [Fact]
    public async Task A_gateway_that_is_gone_costs_a_saving_and_no_model_call()
    {
        using HeadroomClient client = Client();
        CompressionResult result = await client.CompressAsync(Conversations.Messages);
        Assert.Equal(Conversations.Messages, result.Messages);
        Assert.Contains("gateway", result.Failure, StringComparison.Ordinal);
        Assert.Equal(3, _gateway.Got.Count);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_never_passed_over()
    {
        _gateway.Next(HttpStatusCode.Unauthorized, """{"error":{"type":"authentication_error","message":"This Headroom key is not known here."}}""");
        using HeadroomClient client = Client();
        UnauthorizedAccessException refused = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.CompressAsync(Conversations.Messages));
        Assert.Equal("This Headroom key is not known here.", refused.Message);
        Assert.Single(_gateway.Got);
    }

    [Fact]
    public async Task What_a_gateway_does_not_have_is_said_in_its_words_and_not_asked_for_again()
    {
        _gateway.Next(HttpStatusCode.NotFound, """{"error":{"type":"not_found","message":"No content is stored under it."}}""");
        using HeadroomClient client = Client();
        Assert.Equal(new RetrievedText("No content is stored under it.", false), await client.RetrieveAsync("0123456789abcdef01234567"));
        Assert.Single(_gateway.Got);
    }

    [Fact]
    public async Task A_call_that_its_caller_ended_stays_ended()
    {
        using HeadroomClient client = Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CompressAsync(Conversations.Messages, cancellationToken: new CancellationToken(canceled: true)));
    }

    private HeadroomClient Client() =>
        new(new HeadroomClientOptions { Url = new Uri("http://gateway/base"), Key = "hr_me_x", RetryDelay = TimeSpan.Zero }, _gateway);

    private sealed class Gateway : HttpMessageHandler
    {
        private readonly Queue<(HttpStatusCode Status, string Body)> _answers = new();

        public List<(string Url, string? Key, string Body)> Got { get; } = [];

        public void Next(HttpStatusCode status, string body) => _answers.Enqueue((status, body));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Got.Add((request.RequestUri!.ToString(), request.Headers.TryGetValues("X-Headroom-Key", out IEnumerable<string>? keys) ? keys.Single() : null, await request.Content!.ReadAsStringAsync(cancellationToken)));
            return _answers.TryDequeue(out (HttpStatusCode Status, string Body) answer)
                ? new HttpResponseMessage(answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, "application/json") }
                : throw new HttpRequestException("Connection refused");
        }
    }
}
