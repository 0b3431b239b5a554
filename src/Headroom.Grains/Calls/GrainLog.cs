using Headroom.Context.Keys;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains.Calls;

/// <summary>What silos log.</summary>
internal static partial class GrainLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Session {Session} leaves memory ({Reason}) while the ledger has not acknowledged what it sent")]
    public static partial void SessionLeavesUnconfirmed(ILogger logger, SessionKey session, DeactivationReasonCode reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Refused {Method} of grain {Grain}: the call is made for tenant {Tenant}")]
    public static partial void TenantRefused(ILogger logger, string method, GrainId grain, string? tenant);
}
