using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Headroom.EndToEnd.Tests.Proxy;

/// <summary><c>headroom proxy</c> as a process of its own, so that it can be killed like one.</summary>
public sealed class ProxyProcess : IAsyncDisposable
{
    /// <summary>The AWS credentials that it finds in its environment.</summary>
    public const string AwsKeyId = "AKIAOFTHETESTS", AwsSecret = "c2VjcmV0IG9mIHRoZSB0ZXN0cw";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private int _isDisposed;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProxyProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _url.TrySetException(new InvalidOperationException($"The proxy exited: {Output}"));
    }

    public HttpClient Client { get; private set; } = null!;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts any program that says where it is listening.</summary>
    public static Task<ProxyProcess> StartAsync(ProcessStartInfo start) => StartAsync(new ProxyProcess(start));

    public static async Task<ProxyProcess> StartAsync(string dataDirectory, string upstreamUrl, params string[] more)
    {
        var proxy = new ProxyProcess(ServerCommandLine.IsChosen
            ? ServerCommandLine.StartInfo(dataDirectory, upstreamUrl, more)
            : HeadroomCommandLine.StartInfo(
                ["proxy", "--port", "0", "--data", dataDirectory, "--anthropic-api-url", upstreamUrl, "--openai-api-url", upstreamUrl, "--chatgpt-api-url", upstreamUrl, "--gemini-api-url", upstreamUrl,
                    "--vertex-api-url", upstreamUrl, "--azure-openai-api-url", upstreamUrl, "--bedrock-api-url", upstreamUrl, "--region", "eu-west-1", .. more]));
        proxy._process.StartInfo.Environment["AWS_ACCESS_KEY_ID"] = AwsKeyId;
        proxy._process.StartInfo.Environment["AWS_SECRET_ACCESS_KEY"] = AwsSecret;
        return await StartAsync(proxy);
    }

    /// <summary>Starts a proxy on a machine that has no AWS credentials.</summary>
    public static async Task<ProxyProcess> StartWithoutCredentialsAsync(string dataDirectory, string upstreamUrl)
    {
        var proxy = new ProxyProcess(HeadroomCommandLine.StartInfo(
            ["proxy", "--port", "0", "--data", dataDirectory, "--bedrock-api-url", upstreamUrl, "--region", "eu-west-1"]));
        foreach (string variable in proxy._process.StartInfo.Environment.Keys.Where(key => key.StartsWith("AWS_", StringComparison.Ordinal)).ToArray())
        {
            proxy._process.StartInfo.Environment.Remove(variable);
        }

        proxy._process.StartInfo.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        proxy._process.StartInfo.Environment["HOME"] = dataDirectory;
        return await StartAsync(proxy);
    }

    /// <summary>Starts a proxy that trusts the roots in a file and no others.</summary>
    public static async Task<ProxyProcess> StartTrustingAsync(string dataDirectory, string upstreamUrl, string rootsFile)
    {
        var proxy = new ProxyProcess(HeadroomCommandLine.StartInfo(["proxy", "--port", "0", "--data", dataDirectory, "--anthropic-api-url", upstreamUrl]));
        proxy._process.StartInfo.Environment["SSL_CERT_FILE"] = rootsFile;
        return await StartAsync(proxy);
    }

    private static async Task<ProxyProcess> StartAsync(ProxyProcess proxy)
    {
        proxy._process.Start();
        proxy._process.BeginOutputReadLine();
        proxy._process.BeginErrorReadLine();
        string url = await proxy._url.Task.WaitAsync(StartLimit);
        proxy.Client = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        return proxy;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop and gives its exit code. Not as Ctrl-C does: what runs in a shell's background is deaf to that.</summary>
    public Task<int> StopAsync()
    {
        Terminate();
        return ExitAsync();
    }

    /// <summary>Waits until new connections are refused: it has heard that it is to stop.</summary>
    public async Task RefusedAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = Client.BaseAddress };
        while (true)
        {
            try
            {
                using HttpResponseMessage _ = await client.GetAsync("/livez");
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    /// <summary>Tells it to stop, as an orchestrator does.</summary>
    public void Terminate() => _ = kill(_process.Id, 15);

    /// <summary>Waits for its end and gives its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends it, if it is not at its end; a second time nothing happens.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Client?.Dispose();
        _process.Dispose();
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        int at = line.IndexOf("listening on ", StringComparison.Ordinal);
        if (at >= 0)
        {
            _url.TrySetResult(line[(at + "listening on ".Length)..].Trim().Split(' ')[0]);
        }
    }
}
