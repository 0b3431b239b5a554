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
            using HttpResponseMessage alive = await http.GetAsync(new Uri(root + "/livez"), ended.Token).ConfigureAwait(false);
            if (await VersionAsync(alive, ended.Token).ConfigureAwait(false) is not { } version)
            {
                return new GatewayState.Other((int)alive.StatusCode);
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, root + "/stats");
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation("X-Headroom-Key", key);
            }

            using HttpResponseMessage stats = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ended.Token).ConfigureAwait(false);
            return stats.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? new GatewayState.Refused(key is not null)
                : new GatewayState.Ready(version, stats.Headers.Date ?? alive.Headers.Date);
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

    private static async Task<string?> VersionAsync(HttpResponseMessage alive, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(await alive.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("service", out JsonElement service) && service.ValueEquals("headroom")
                && answer.RootElement.TryGetProperty("version", out JsonElement version)
                ? version.GetString()
                : null;
        }
        catch (JsonException)
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
