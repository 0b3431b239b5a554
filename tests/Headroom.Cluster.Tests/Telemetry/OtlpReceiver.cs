using System.Net;
using System.Net.Sockets;

namespace Headroom.Cluster.Tests.Telemetry;

/// <summary>A span as it was sent.</summary>
internal sealed record ReceivedSpan(string Service, string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A collector of OpenTelemetry over HTTP, which keeps the spans and the names of the metrics that it is sent.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HttpListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<ReceivedSpan> _spans = [];
    private readonly HashSet<string> _metrics = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OtlpReceiver()
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = ReceiveAsync();
    }

    public string Url { get; }

    /// <summary>Waits until what was sent has something, and gives that.</summary>
    public async Task<T> UntilAsync<T>(Func<IReadOnlyList<ReceivedSpan>, IReadOnlySet<string>, T?> find) where T : class
    {
        using CancellationTokenSource limit = new(Limit);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (find(_spans, _metrics) is { } found)
                    return found;
                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not among what was sent:\n{string.Join('\n', _spans)}\n{string.Join(' ', _metrics)}");
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is ObjectDisposedException or HttpListenerException)
            {
                return;
            }

            using MemoryStream body = new();
            await context.Request.InputStream.CopyToAsync(body);
            Take(context.Request.Url!.AbsolutePath, new ProtobufFields(body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    private void Take(string path, ProtobufFields message)
    {
        lock (_lock)
        {
            if (path == "/v1/traces")
            {
                foreach (ProtobufFields resource in message.At(1))
                {
                    string service = Attributes(resource.At(1, 1))["service.name"];
                    _spans.AddRange(resource.At(2, 2).Select(span => new ReceivedSpan(
                        service, span.At(1).Single().Hex, span.At(2).Single().Hex, span.At(4).SingleOrDefault().Hex, span.At(5).Single().Text, Attributes(span.At(9)))));
                }
            }
            else if (path == "/v1/metrics")
            {
                _metrics.UnionWith(message.At(1, 2, 2, 1).Select(name => name.Text));
            }

            _more.SetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static Dictionary<string, string> Attributes(IEnumerable<ProtobufFields> pairs) =>
        pairs.ToDictionary(pair => pair.At(1).Single().Text, pair => pair.At(2, 1).FirstOrDefault().Text);
}
