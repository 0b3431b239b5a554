using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Headroom.Testing.Servers;

namespace Headroom.EndToEnd.Tests.Proxy;

/// <summary>
/// The cluster's server, a silo and a gateway in one process, in place of <c>headroom proxy</c>: where the variable names a built
/// <c>headroom-server.dll</c>, the tests of the gateway run against it.
/// </summary>
public static class ServerCommandLine
{
    /// <summary>The variable that names it.</summary>
    public const string Variable = "HEADROOM_TEST_SERVER";

    /// <value>Whether the server stands in.</value>
    public static bool IsChosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>What starts it as a proxy with these options would be.</summary>
    public static ProcessStartInfo StartInfo(string dataDirectory, string upstreamUrl, string[] options)
    {
        (string silo, string gateway) = (Port(), Port());
        List<string> arguments =
        [
            Environment.GetEnvironmentVariable(Variable)!, "--Headroom:Listen", "127.0.0.1:0", "--Headroom:DrainDelay", "00:00:00", "--Headroom:AwsRegion", "eu-west-1",
            "--Storage:sqlite:Directory", dataDirectory, "--Cluster:SiloPort", silo, "--Cluster:PrimaryPort", silo, "--Cluster:GatewayPort", gateway, "--Cluster:GatewayPorts", gateway,
        ];
        foreach (string upstream in (string[])["Anthropic", "OpenAI", "ChatGpt", "Gemini", "Vertex", "Azure", "Bedrock"])
        {
            arguments.AddRange([$"--Headroom:Upstreams:{upstream}", upstreamUrl]);
        }

        string keys = Path.Combine(dataDirectory, "keys.json");
        if (File.Exists(keys))
        {
            arguments.AddRange(["--Headroom:Keys", keys]);
        }

        arguments.AddRange(Tenants(Path.Combine(dataDirectory, "tenants.json")));
        for (int i = 0; i < options.Length; i++)
        {
            arguments.AddRange(options[i] switch
            {
                "--upstream" => [$"--Headroom:Upstreams:Named:{options[++i].Split('=')[0]}", options[i][(options[i].IndexOf('=', StringComparison.Ordinal) + 1)..]],
                "--no-optimize" => ["--Headroom:Optimize", "false"],
                "--stabilize" => ["--Headroom:Stabilize", "true"],
                "--max-body-bytes" => ["--Headroom:MaxBodyBytes", options[++i]],
                "--idle-timeout" => ["--Headroom:IdleTimeout", TimeSpan.FromSeconds(int.Parse(options[++i], CultureInfo.InvariantCulture)).ToString()],
                { } unknown => throw new ArgumentException($"The server has no setting for {unknown} here.", nameof(options)),
            });
        }

        return new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    /// <summary>The settings that say the same as the file that a proxy reads.</summary>
    public static IEnumerable<string> Tenants(string file) => !File.Exists(file) ? [] :
        from tenant in JsonNode.Parse(File.ReadAllText(file))!["tenants"]!.AsObject()
        from setting in tenant.Value!.AsObject()
        from argument in new[] { $"--Tenants:{tenant.Key}:{char.ToUpperInvariant(setting.Key[0])}{setting.Key[1..]}", setting.Value!.ToString() }
        select argument;

    private static string Port() => FreePort.Take().ToString(CultureInfo.InvariantCulture);
}
