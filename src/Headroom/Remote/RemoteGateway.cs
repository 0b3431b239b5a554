using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Headroom.Context.Messages;
using Headroom.Context.Retrieval;

namespace Headroom.Remote;

/// <summary>A gateway as its callers see it: compression, retrieval, figures.</summary>
internal sealed class RemoteGateway(HttpClient http)
{
    /// <summary>Compresses a list of messages.</summary>
    /// <param name="messages">JSON, UTF-8.</param>
    /// <param name="options">What the caller chose.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RemoteGatewayException">The gateway refused, failed, or was not reached.</exception>
    public async Task<RemoteMessages> CompressAsync(ReadOnlyMemory<byte> messages, MessageOptions options, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(RemoteRequest.Write(messages, options));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using JsonDocument answer = await SendAsync(HttpMethod.Post, "v1/compress", content, cancellationToken).ConfigureAwait(false);
        JsonElement root = answer.RootElement;
        return new RemoteMessages(
            Encoding.UTF8.GetBytes(root.GetProperty("messages").GetRawText()),
            root.GetProperty("tokens_before").GetInt64(),
            root.GetProperty("tokens_after").GetInt64(),
            Texts(root, "transforms_applied"),
            Texts(root, "ccr_hashes"));
    }

    /// <summary>Redeems a marker: the original whole, or the part that a range names, or what matches a query.</summary>
    /// <exception cref="RemoteGatewayException">The gateway has no such content, refused, failed, or was not reached.</exception>
    public async Task<RetrievedParts> RetrieveAsync(string hash, string? query, string? range, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new RemoteQuestion(hash, query, range), RemoteJson.Default.RemoteQuestion);
        using JsonDocument answer = await SendAsync(HttpMethod.Post, "v1/retrieve", content, cancellationToken).ConfigureAwait(false);
        JsonElement root = answer.RootElement;
        return root.TryGetProperty("results", out _)
            ? new RetrievedParts(null, Texts(root, "results"))
            : new RetrievedParts(root.GetProperty("original_content").GetString()!, null);
    }

    private static string[] Texts(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private async Task<JsonDocument> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? JsonDocument.Parse(body)
                : throw new RemoteGatewayException(Reason(body) ?? $"{http.BaseAddress} answered {(int)response.StatusCode}.", (int)response.StatusCode, null);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new RemoteGatewayException($"{http.BaseAddress} gave no answer that Headroom knows: {failure.Message}", null, failure);
        }
    }

    private static string? Reason(byte[] body)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(body);
            return answer.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out JsonElement error)
                && error is { ValueKind: JsonValueKind.Object } && error.TryGetProperty("message", out JsonElement message)
                ? message.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
