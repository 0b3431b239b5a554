using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Headroom.Gateway.Hosting;

/// <summary>How a process of ours listens and logs, embedded or in a cluster.</summary>
public static class GatewayListening
{
    /// <summary>Listens on an address, with the limits of a gateway of long requests and slow streams.</summary>
    public static void ListenOn(this WebApplicationBuilder builder, IPEndPoint address, GatewayOptions options)
    {
        builder.Services.AddRoutingCore().Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 << 10;
            kestrel.Limits.MaxRequestLineSize = 64 << 10;

            // A reader that thinks for minutes between two reads of a stream is no attack.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(address);
        });
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, WideBlocks>();

        // A request goes on where its bytes came in, on a thread of the pool either way, instead of being queued once more.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
    }

    /// <summary>The log goes to standard error; what the host says of a failed start is said in one line instead.</summary>
    public static ILoggingBuilder AddHeadroomLog(this ILoggingBuilder logging)
    {
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)

            // It logs nothing that is shown, but for a log it would begin an activity with every request, listened to or not.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
