using Microsoft.Extensions.Logging;

namespace Headroom.Server.Hosting;

/// <summary>What a server logs itself.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage {Warning}")]
    public static partial void StorageWarns(ILogger logger, string warning);
}
