using System.Globalization;
using System.Net;
using Headroom.Gateway.Accounting;
using Headroom.Gateway.Errors;
using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Headroom.Gateway.Upstreams;

/// <summary>
/// Tries a request again that its provider did not take: it could not be connected to, or it answered that it is too busy.
/// Nothing of the answer has reached the client by then. A provider that says how long to wait is waited for exactly so long,
/// or, where that is longer than the limit, its answer goes to the client at once.
/// </summary>
public sealed class UpstreamRetries
{
    /// <summary>Anthropic's status for an overload.</summary>
    private const int Overloaded = 529;

    private readonly UpstreamClient _client;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    /// <summary>Makes the retries of a process.</summary>
    public UpstreamRetries(UpstreamClient client, GatewayOptions options, GatewayStats stats, TimeProvider time, ILogger<UpstreamRetries> logger)
    {
        _client = client;
        _options = options;
        _time = time;
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (options.MaxUpstreamAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.MaxUpstreamAttempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryWait,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome is { Result: { } answer } ? IsWorthAnotherTry(answer) : IsWorthAnotherTry(attempt.Outcome.Exception)),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } answer ? WaitAskedFor(answer) : null),
                OnRetry = attempt =>
                {
                    stats.CountRetry();
                    int status = (int)(attempt.Outcome.Result?.StatusCode ?? 0);
                    GatewayLog.Retrying(logger, status, attempt.RetryDelay);
                    attempt.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            });
        }

        _pipeline = builder.Build();
    }

    /// <summary>Sends a request on and returns when the headers of the answer that the client is to see are here.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="provider">Whom it is for.</param>
    /// <param name="content">Makes the body, once for each attempt.</param>
    /// <param name="isDecoded">Whether the body was decoded on the way.</param>
    /// <param name="mustRead">Whether we read the answer ourselves.</param>
    /// <param name="cancellationToken">Ends when the client is gone.</param>
    /// <exception cref="HttpRequestException">The upstream cannot be reached or broke off.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpContext context, Provider provider, Func<HttpContent> content, bool isDecoded, bool mustRead, CancellationToken cancellationToken)
    {
        Task<HttpResponseMessage> SendOnceAsync(CancellationToken token) => _client.SendAsync(context, provider, content(), isDecoded, mustRead, token);

        // Nearly every request is taken at once; the retries begin with what the first try came to.
        Task<HttpResponseMessage>? first = SendOnceAsync(cancellationToken);
        try
        {
            HttpResponseMessage answer = await first.ConfigureAwait(false);
            if (!IsWorthAnotherTry(answer))
            {
                return answer;
            }
        }
        catch (HttpRequestException failure) when (IsWorthAnotherTry(failure))
        {
            // As above.
        }

        return await _pipeline.ExecuteAsync(
            token => new ValueTask<HttpResponseMessage>(Interlocked.Exchange(ref first, null) ?? SendOnceAsync(token)), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsWorthAnotherTry(Exception? failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
    };

    private bool IsWorthAnotherTry(HttpResponseMessage answer)
    {
        bool isBusy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout or (HttpStatusCode)Overloaded;
        return isBusy && !SaysNo(answer) && !(WaitAskedFor(answer) > _options.MaxRetryWait);
    }

    /// <summary>OpenAI and Anthropic tell their own clients whether another try can help.</summary>
    private static bool SaysNo(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-should-retry", out IEnumerable<string>? values) && values.Contains("false", StringComparer.OrdinalIgnoreCase);

    /// <summary>How long the provider asks to wait: <c>retry-after-ms</c>, or <c>Retry-After</c> (RFC 9110, section 10.2.3).</summary>
    private TimeSpan? WaitAskedFor(HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues("retry-after-ms", out IEnumerable<string>? values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds) && milliseconds is >= 0 and < int.MaxValue)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        TimeSpan? asked = answer.Headers.RetryAfter?.Delta ?? (answer.Headers.RetryAfter?.Date - _time.GetUtcNow());
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }
}
