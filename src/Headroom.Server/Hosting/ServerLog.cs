using Headroom.Context.Keys;
using Microsoft.Extensions.Logging;

namespace Headroom.Server.Hosting;

/// <summary>What a server logs itself.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Storage {Warning}")]
    public static partial void StorageWarns(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenants:{Tenant} is configured, and no key is of that tenant")]
    public static partial void TenantHasNoKey(ILogger logger, TenantId tenant);
}
