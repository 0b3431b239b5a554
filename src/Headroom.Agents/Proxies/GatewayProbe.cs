using System.Net;
using System.Text.Json;

namespace Headroom.Agents.Proxies;

/// <summary>Asks an address whether a gateway is there, and whether it lets us in.</summary>
public sealed class GatewayProbe(HttpClient http)
{
    /// <summary>Asks once.</summary>
    /// <param name="gateway">The root.</param>
    /// <param name="key">The Headroom key; <c>null</c> for none.</param>
    /// <param name="limit">How long the answer may take.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<GatewayState> AskAsync(Uri gateway, string? key, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(limit);
        try
        {
            string root = gateway.AbsoluteUri.TrimEnd('/');
            using HttpResponseMessage alive = await GetAsync(root + "/livez", key, ended.Token).ConfigureAwait(false);
            if (await ReadAsync(alive, ended.Token).ConfigureAwait(false) is not var (version, letsIn))
            {
                return new GatewayState.Other((int)alive.StatusCode);
            }

            // A gateway of before it said so itself is asked for something that it gives to those alone whom it lets in.
            return letsIn ?? await IsLetInAsync(root, key, ended.Token).ConfigureAwait(false) ? new GatewayState.Ready(version, alive.Headers.Date) : new GatewayState.Refused(key is not null);
        }
        catch (HttpRequestException failure)
        {
            return new GatewayState.Unreachable(failure.InnerException?.Message ?? failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new GatewayState.Unreachable($"no answer within {limit.TotalSeconds:0.#} s");
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string url, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Headroom-Key", key);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsLetInAsync(string root, string? key, CancellationToken cancellationToken)
    {
        using HttpResponseMessage stats = await GetAsync(root + "/stats", key, cancellationToken).ConfigureAwait(false);
        return stats.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
    }

    private static async Task<(string Version, bool? LetsIn)?> ReadAsync(HttpResponseMessage alive, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(await alive.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("service", out JsonElement service) && service.ValueEquals("headroom")
                && answer.RootElement.TryGetProperty("version", out JsonElement version) && version.GetString() is { } text
                ? (text, answer.RootElement.TryGetProperty("lets_in", out JsonElement letsIn) ? letsIn.GetBoolean() : null)
                : null;
        }
        catch (Exception unexpected) when (unexpected is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What is at an address.</summary>
public abstract record GatewayState
{
    private GatewayState()
    {
    }

    /// <summary>A gateway that lets us in.</summary>
    public sealed record Ready(string Version, DateTimeOffset? Clock) : GatewayState;

    /// <summary>A gateway that wants a key, or another one.</summary>
    public sealed record Refused(bool HadKey) : GatewayState;

    /// <summary>Something else answers there.</summary>
    public sealed record Other(int Status) : GatewayState;

    /// <summary>Nothing answers there.</summary>
    public sealed record Unreachable(string Reason) : GatewayState;
}
