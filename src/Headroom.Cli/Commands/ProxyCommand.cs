using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Headroom.Cli.Embedded;
using Headroom.Context.Tenants;
using Headroom.Gateway.Access;
using Headroom.Gateway.Hosting;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom proxy</c>: the gateway of one machine.</summary>
internal static class ProxyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var defaults = new GatewayOptions();
        Option<string> host = new("--host") { Description = "Address to listen on; any but loopback needs keys (headroom keys add).", DefaultValueFactory = _ => "127.0.0.1" };
        Option<int> port = new("--port") { Description = "Port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 8787 };
        port.Validators.Add(result => InRange(result, "--port", 0, IPEndPoint.MaxPort));
        Option<Uri> anthropic = Url("--anthropic-api-url", "Anthropic", defaults.AnthropicUrl);
        Option<Uri> openAI = Url("--openai-api-url", "OpenAI", defaults.OpenAIUrl);
        Option<Uri> chatGpt = Url("--chatgpt-api-url", "ChatGPT-account", defaults.ChatGptUrl);
        Option<Uri> gemini = Url("--gemini-api-url", "Gemini", defaults.GeminiUrl);
        Option<string?> data = DataDirectory.Option();
        Option<bool> noOptimize = new("--no-optimize") { Description = "Forward everything as it comes." };
        Option<bool> stabilize = new("--stabilize") { Description = "Mend what keeps providers from using their caches: tool order, cache marks, cache keys. Not for subscriptions." };
        Option<int> attempts = new("--retry-max-attempts") { Description = "How often a request is sent to a busy provider before the client is told.", DefaultValueFactory = _ => defaults.MaxUpstreamAttempts };
        Option<int> idle = new("--idle-timeout") { Description = "Seconds that a provider may send nothing.", DefaultValueFactory = _ => (int)defaults.IdleTimeout.TotalSeconds };
        Option<long> maxBody = new("--max-body-bytes") { Description = "Larger request bodies are refused with 413.", DefaultValueFactory = _ => defaults.MaxBodyBytes };
        Option<DirectoryInfo?> graph = new("--code-graph")
        {
            Description = "Index the source code of this directory, to rank which bodies stay when code is compressed. Without a value, the current directory.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> detached = new("--detached") { Description = "Run in a session of its own and write to this file.", Hidden = true };
        attempts.Validators.Add(result => InRange(result, "--retry-max-attempts", 1, 10));
        idle.Validators.Add(result => InRange(result, "--idle-timeout", 1, 86_400));
        maxBody.Validators.Add(result => InRange(result, "--max-body-bytes", 1024, 1L << 40));
        ProfileOptions profile = new();
        CloudOptions clouds = new();
        Command command = new("proxy", "Starts the gateway on this machine.") { host, port, anthropic, openAI, chatGpt, gemini, data, noOptimize, stabilize, attempts, idle, maxBody, graph, detached };
        profile.AddTo(command);
        clouds.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            if (!TryReadAddress(parsed.GetValue(host)!, out IPAddress? address))
            {
                return Task.FromResult(HeadroomCommand.Fail($"--host {parsed.GetValue(host)}: not an IP address, nor localhost."));
            }

            string directory = DataDirectory.Resolve(parsed.GetValue(data));
            string? codeGraph = parsed.GetResult(graph) is { Implicit: false } ? parsed.GetValue(graph)?.FullName ?? Environment.CurrentDirectory : null;
            if (codeGraph is not null && !Directory.Exists(codeGraph))
            {
                return Task.FromResult(HeadroomCommand.Fail($"--code-graph {codeGraph}: there is no such directory."));
            }

            if (parsed.GetValue(detached) is { } log)
            {
                Detachment.Into(log);
            }

            AccessKeys keys;
            ConfiguredTenants tenants;
            try
            {
                tenants = TenantFile.Read(Path.Combine(directory, TenantFile.Name));
                keys = new AccessKeys(AccessKeyFile.Read(KeysCommand.FileIn(directory)));
            }
            catch (InvalidDataException unreadable)
            {
                return Task.FromResult(HeadroomCommand.Fail(unreadable.Message));
            }

            if (!keys.AreRequired && !IPAddress.IsLoopback(address))
            {
                return Task.FromResult(HeadroomCommand.Fail(
                    $"--host {parsed.GetValue(host)}: an address that others can reach needs keys; make one with 'headroom keys add ID', or use 127.0.0.1."));
            }

            var options = new GatewayOptions
            {
                AnthropicUrl = parsed.GetValue(anthropic)!,
                OpenAIUrl = parsed.GetValue(openAI)!,
                ChatGptUrl = parsed.GetValue(chatGpt)!,
                GeminiUrl = parsed.GetValue(gemini)!,
                VertexUrl = clouds.Vertex(parsed),
                AzureUrl = clouds.Azure(parsed),
                BedrockUrl = clouds.Bedrock(parsed),
                AwsRegion = clouds.Region(parsed),
                Upstreams = clouds.Upstreams(parsed),
                IsOptimizing = !parsed.GetValue(noOptimize),
                IsStabilizing = parsed.GetValue(stabilize),
                ReadsLocalCode = IPAddress.IsLoopback(address),
                MaxBodyBytes = parsed.GetValue(maxBody),
                MaxUpstreamAttempts = parsed.GetValue(attempts),
                IdleTimeout = TimeSpan.FromSeconds(parsed.GetValue(idle)),
            };
            return ProxyHost.RunAsync(new IPEndPoint(address, parsed.GetValue(port)), directory, codeGraph, keys, tenants, profile.Read(parsed), options, cancellationToken);
        });
        return command;
    }

    private static void InRange(OptionResult result, string name, long least, long most)
    {
        if (result.Tokens.Count > 0 && long.TryParse(result.Tokens[^1].Value, out long number) && (number < least || number > most))
        {
            result.AddError($"{name} {number}: it is a number from {least} to {most}.");
        }
    }

    private static Option<Uri> Url(string name, string provider, Uri byDefault) => new(name)
    {
        Description = $"Where {provider} requests go.",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => HttpAddress.Parse(result, name),
    };

    private static bool TryReadAddress(string host, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? address)
    {
        address = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : null;
        return address is not null || IPAddress.TryParse(host, out address);
    }
}
