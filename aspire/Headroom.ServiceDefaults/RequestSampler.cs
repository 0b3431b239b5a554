using System.Globalization;
using OpenTelemetry.Trace;

namespace Headroom.ServiceDefaults;

/// <summary>
/// Only a request begins a trace. What a process does by itself begins none: a health check's question to a silo, say, which comes
/// every few seconds, and comes without the trace of the check, since that is not kept.
/// </summary>
internal sealed class RequestSampler : Sampler
{
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly Sampler _requests;

    private RequestSampler(Sampler requests) => _requests = requests;

    /// <summary>Samples as <c>OTEL_TRACES_SAMPLER</c> and <c>OTEL_TRACES_SAMPLER_ARG</c> say; what belongs to a trace goes with its beginning.</summary>
    public static Sampler Of(string? kind, string? share) => new ParentBasedSampler(new RequestSampler(kind switch
    {
        "always_off" or "parentbased_always_off" => new AlwaysOffSampler(),
        "traceidratio" or "parentbased_traceidratio" when double.TryParse(share, CultureInfo.InvariantCulture, out double ratio) && ratio is >= 0 and <= 1 =>
            new TraceIdRatioBasedSampler(ratio),
        _ => new AlwaysOnSampler(),
    }));

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name == Request ? _requests.ShouldSample(samplingParameters) : new SamplingResult(SamplingDecision.Drop);
}
