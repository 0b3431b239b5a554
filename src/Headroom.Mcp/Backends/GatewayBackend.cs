using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headroom.Mcp.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Headroom.Mcp.Backends;

/// <summary>The tools of a gateway, whose store the whole team shares, for hosts that can only start a program.</summary>
/// <param name="url">Its root, without <c>/mcp</c>.</param>
/// <param name="key">The Headroom key; <c>null</c> where it asks for none.</param>
public sealed class GatewayBackend(Uri url, string? key) : IToolBackend, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _connecting = new(1);
    private McpClient? _client;

    /// <inheritdoc/>
    public Task<CompressedContent> CompressAsync(string content, string? question, CancellationToken cancellationToken) =>
        CallAsync("headroom_compress", new() { ["content"] = content, ["question"] = question }, McpJson.Readable.CompressedContent, cancellationToken);

    /// <inheritdoc/>
    public async Task<RetrievedContent> RetrieveAsync(string hash, string? query, string? range, CancellationToken cancellationToken)
    {
        RetrievedContent found = await CallAsync(
            "headroom_retrieve", new() { ["hash"] = hash, ["query"] = query, ["range"] = range }, McpJson.Readable.RetrievedContent, cancellationToken).ConfigureAwait(false);
        return found with { Source = "gateway" };
    }

    /// <inheritdoc/>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken) =>
        $"Gateway {url}:\n{await CallAsync("headroom_stats", [], cancellationToken).ConfigureAwait(false)}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _connecting.Dispose();
        if (_client is not null)
        {
            await _client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<T> CallAsync<T>(string tool, Dictionary<string, object?> arguments, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        string text = await CallAsync(tool, arguments, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(text, type)!;
        }
        catch (JsonException strange)
        {
            throw new ToolException($"Error: {url} answered {tool} with something that is no answer to it.", strange);
        }
    }

    private async Task<string> CallAsync(string tool, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            McpClient client = await ConnectAsync(limit.Token).ConfigureAwait(false);
            CallToolResult result = await client.CallToolAsync(
                tool, arguments.Where(argument => argument.Value is not null).ToDictionary(), cancellationToken: limit.Token).ConfigureAwait(false);
            string text = string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
            return result.IsError is true ? throw new ToolException(Reason(text)) : text;
        }
        catch (Exception failure) when (failure is HttpRequestException or McpException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ToolException($"Error: {url} gave no answer: {failure.Message}", failure);
        }
    }

    /// <summary>The connection, made when it is first needed; one that could not be made is tried again at the next call.</summary>
    private async Task<McpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _client ??= await McpClient.CreateAsync(Transport(), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private HttpClientTransport Transport() => new(new HttpClientTransportOptions
    {
        Endpoint = new Uri(url.AbsoluteUri.TrimEnd('/') + "/mcp"),
        TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = key is null ? [] : new Dictionary<string, string> { ["X-Headroom-Key"] = key },
    });

    private static string Reason(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, McpJson.Readable.ToolError)?.Error ?? answer;
        }
        catch (JsonException)
        {
            return answer;
        }
    }
}
