using System.Globalization;
using System.Net;
using System.Text.Json;
using Headroom.Cli.Commands;
using Headroom.Cli.Embedded;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Context.Usage;

namespace Headroom.Cli.Perf;

/// <summary>Where usage is read from: this machine's store, or a gateway.</summary>
/// <param name="Gateway">The gateway; <c>null</c> for this machine.</param>
/// <param name="Directory">The data directory of this machine.</param>
/// <param name="Tenant">Whose usage, on this machine; a gateway knows it by the key.</param>
internal sealed record UsageSource(GatewayAddress? Gateway, string Directory, TenantId Tenant)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    /// <value>Its name for people.</value>
    public string Name => Gateway?.Url.AbsoluteUri.TrimEnd('/') ?? Directory;

    /// <summary>Reads it.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read, and why.</exception>
    public async Task<IReadOnlyList<HourlyUsage>> ReadAsync(DateTimeOffset since, UsageFilter filter, CancellationToken cancellationToken)
    {
        if (Gateway is { } gateway)
        {
            return await AskAsync(gateway, since, filter, cancellationToken);
        }

        await using var stores = EmbeddedStores.Open(Directory);
        return filter.Of(await new UsageRecords(stores.Records, Environment.MachineName).ReadAsync(Tenant, since, cancellationToken));
    }

    private static async Task<IReadOnlyList<HourlyUsage>> AskAsync(GatewayAddress gateway, DateTimeOffset since, UsageFilter filter, CancellationToken cancellationToken)
    {
        string from = since.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        string query = string.Concat(new[] { ("since", from), ("user", filter.User), ("project", filter.Project), ("team", filter.Team) }
            .Where(part => !string.IsNullOrEmpty(part.Item2)).Select((part, i) => $"{(i == 0 ? '?' : '&')}{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));
        using HttpClient http = LocalGateway.Client();
        http.Timeout = AnswerLimit;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{gateway.Url.AbsoluteUri.TrimEnd('/')}/v1/usage{query}");
        if (gateway.Key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Headroom-Key", gateway.Key);
        }

        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => HourlyUsage.Decode(await answer.Content.ReadAsByteArrayAsync(cancellationToken)),
                HttpStatusCode.Unauthorized => throw new StoreUnavailableException($"{gateway.Url} asks for a key, or does not know this one."),
                _ => throw new StoreUnavailableException($"{gateway.Url} answered {(int)answer.StatusCode}."),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new StoreUnavailableException($"{gateway.Url}: {failure.Message}", failure);
        }
    }
}
