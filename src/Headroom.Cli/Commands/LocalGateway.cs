using System.CommandLine;
using Headroom.Agents.Proxies;
using Headroom.Agents.Recipes;

namespace Headroom.Cli.Commands;

/// <summary>Finds the gateway that agents go through: the one that was named, else this machine's proxy, which is started if need be.</summary>
/// <param name="Directory">The data directory.</param>
/// <param name="Port">The proxy's port.</param>
internal sealed record LocalGateway(string Directory, int Port)
{
    private const int DefaultPort = 8787;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <value>Where this machine's proxy is.</value>
    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <value>Where a proxy that was started here writes what it says.</value>
    public string Log => Path.Combine(Directory, "proxy.log");

    /// <summary>The option that names the port.</summary>
    public static Option<int> PortOption() => new("--port") { Description = "The port of this machine's proxy.", DefaultValueFactory = _ => DefaultPort };

    /// <summary>Reaches the gateway; says why where it cannot.</summary>
    /// <param name="given">The gateway that was named; <c>null</c> for this machine.</param>
    /// <param name="localKey">The key for this machine's proxy.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<GatewayAddress?> ReachAsync(GatewayAddress? given, string? localKey, CancellationToken cancellationToken)
    {
        string? key = given is null ? localKey : given.Key;
        using HttpClient http = Client();
        var probe = new GatewayProbe(http);
        Uri url = given?.Url ?? Url;
        (GatewayState state, bool wasStarted) = given is null
            ? await new LocalProxy(probe, Program(), Log).EnsureAsync(url, key, cancellationToken)
            : (await probe.AskAsync(url, key, AnswerLimit, cancellationToken), false);
        switch (state)
        {
            case GatewayState.Ready ready:
                string version = HeadroomVersion.Text;
                Console.Error.WriteLine($"headroom: {(wasStarted ? "started" : "using")} {url.AbsoluteUri.TrimEnd('/')}{(wasStarted ? $", log in {Log}" : "")}");
                if (ready.Version != version)
                {
                    Console.Error.WriteLine($"headroom: it runs version {ready.Version}, this is {version}; {(given is null ? "stop it, and the next wrap starts this one." : "update the older one.")}");
                }

                return new GatewayAddress(url, key);
            case GatewayState.Refused refused:
                HeadroomCommand.Fail($"{url} {(refused.HadKey ? "does not know this key; ask for another one" : "asks for a key; give --key, or set " + GatewayOption.KeyVariable)}.");
                return null;
            case GatewayState.Other:
                HeadroomCommand.Fail($"something else than Headroom answers at {url}; {(given is null ? "choose another port with --port" : "check the address")}.");
                return null;
            default:
                HeadroomCommand.Fail($"{url} is not reached: {((GatewayState.Unreachable)state).Reason}");
                return null;
        }
    }

    /// <summary>A client that goes to the gateway itself, whatever proxy the environment names.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>This program as it was started, as a proxy that outlives us.</summary>
    private string[] Program() => [.. ServiceArguments(), "--detached", Log];

    /// <summary>This program as it was started, as a proxy under somebody's eyes.</summary>
    public string[] ServiceArguments() =>
    [
        .. OwnProgram.Command, "proxy", "--port", Port.ToString(), "--data", Directory,
        .. AgentRecipes.NamedUpstreams.SelectMany(upstream => (string[])["--upstream", $"{upstream.Key}={upstream.Value}"]),
    ];
}
