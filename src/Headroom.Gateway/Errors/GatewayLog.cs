using Headroom.Context.Caches;
using Microsoft.Extensions.Logging;

namespace Headroom.Gateway.Errors;

/// <summary>What the gateway says in its log. Never bodies, prompts or credentials.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The store does not answer: requests go through uncompressed until it does. {Reason}")]
    public static partial void StoreIsDown(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store answers again.")]
    public static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request could not be prepared and went through as it came.")]
    public static partial void PreparationFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A compressor failed; the block went through as it came.")]
    public static partial void CompressorFailed(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider} could not be reached: {Reason}")]
    public static partial void UpstreamFailed(ILogger logger, string provider, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The system text for {Model} changes from request to request, so the provider caches nothing behind it. In it stand {Times} times of day, {Uuids} UUIDs and {Epochs} time stamps; the client should put such values into the last message.")]
    public static partial void VolatileSystemText(ILogger logger, string model, int times, int uuids, int epochs);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A client changes the {Part} for {Model} in the middle of a conversation, so the provider's cache of it is lost each time. --stabilize mends the order of tools.")]
    public static partial void PrefixDrifts(ILogger logger, string model, PrefixDrift part);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "A conversation with {Model} that began without us was made smaller from its start, since its provider caches nothing of it: {Saved} tokens of its first {Messages} messages, {Gain:0} over the turns to come.")]
    public static partial void ColdHistory(ILogger logger, string? model, int messages, int saved, double gain);

    [LoggerMessage(Level = LogLevel.Information, Message = "The provider did not take a request (status {Status}, 0 for no connection); it is sent again in {Wait}.")]
    public static partial void Retrying(ILogger logger, int status, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider} broke off in the middle of an answer: {Reason}")]
    public static partial void UpstreamBrokeOff(ILogger logger, string provider, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A retrieval could not be continued: upstream answered {Status}.")]
    public static partial void ContinuationFailed(ILogger logger, int status);
}
