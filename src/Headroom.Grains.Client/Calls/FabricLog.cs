using Headroom.Context.Keys;
using Microsoft.Extensions.Logging;

namespace Headroom.Grains.Calls;

/// <summary>What a gateway logs about its cluster.</summary>
internal static partial class FabricLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster did not answer a call for {Answer}, attempt {Attempt}: {Failure}")]
    public static partial void CallFailed(ILogger logger, string answer, int attempt, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "More than {Limit} sessions are owed word; {Session} will not be told that a turn of it went raw")]
    public static partial void OwedCallDropped(ILogger logger, SessionKey session, int limit);
}
