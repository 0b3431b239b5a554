using System.CommandLine;
using System.Net;
using Headroom.Cli.Embedded;
using Headroom.Gateway.Hosting;

namespace Headroom.Cli.Commands;

/// <summary><c>headroom proxy</c>: the gateway of one machine.</summary>
internal static class ProxyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var defaults = new GatewayOptions();
        Option<string> host = new("--host") { Description = "Address to listen on; loopback only.", DefaultValueFactory = _ => "127.0.0.1" };
        Option<int> port = new("--port") { Description = "Port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 8787 };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[^1].Value, out int number) && number is < 0 or > IPEndPoint.MaxPort)
            {
                result.AddError($"--port {result.Tokens[^1].Value}: a port is a number from 0 to {IPEndPoint.MaxPort}.");
            }
        });
        Option<Uri> anthropic = Url("--anthropic-api-url", "Anthropic", defaults.AnthropicUrl);
        Option<Uri> openAI = Url("--openai-api-url", "OpenAI", defaults.OpenAIUrl);
        Option<Uri> chatGpt = Url("--chatgpt-api-url", "ChatGPT-account", defaults.ChatGptUrl);
        Option<Uri> gemini = Url("--gemini-api-url", "Gemini", defaults.GeminiUrl);
        Option<string?> data = new("--data") { Description = "Data directory. The default is HEADROOM_HOME, else the platform's state directory." };
        Option<bool> noOptimize = new("--no-optimize") { Description = "Forward everything as it comes." };
        ProfileOptions profile = new();
        CloudOptions clouds = new();
        Command command = new("proxy", "Starts the gateway on this machine.") { host, port, anthropic, openAI, chatGpt, gemini, data, noOptimize };
        profile.AddTo(command);
        clouds.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            if (!TryReadAddress(parsed.GetValue(host)!, out IPAddress? address))
            {
                return Task.FromResult(HeadroomCommand.Fail(
                    $"--host {parsed.GetValue(host)}: only loopback addresses are served, since any other would need keys; use 127.0.0.1, ::1 or localhost."));
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
            };
            return ProxyHost.RunAsync(new IPEndPoint(address, parsed.GetValue(port)), DataDirectory.Resolve(parsed.GetValue(data)), profile.Read(parsed), options, cancellationToken);
        });
        return command;
    }

    private static Option<Uri> Url(string name, string provider, Uri byDefault) => new(name)
    {
        Description = $"Where {provider} requests go.",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"{name} {text}: not an http or https address.");
            return null;
        },
    };

    private static bool TryReadAddress(string host, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? address)
    {
        address = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : null;
        return address is not null || (IPAddress.TryParse(host, out address) && IPAddress.IsLoopback(address));
    }
}
