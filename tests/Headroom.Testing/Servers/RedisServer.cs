namespace Headroom.Testing.Servers;

/// <summary>A real Redis. Without further arguments it keeps what it acknowledges.</summary>
/// <param name="further">Arguments that come last and so win, such as <c>--appendfsync everysec</c>.</param>
public sealed class RedisServer(params string[] further) : ServerProcess
{
    /// <summary>Arguments of the next start, which win over those before.</summary>
    public IReadOnlyList<string> Overrides { get; set; } = [];

    public string Endpoint => $"127.0.0.1:{Port}";

    protected override string Program => "redis-server";

    protected override string ReadyLine => further.Contains("--replicaof") ? "sync: Finished with success" : "Ready to accept connections";

    protected override IEnumerable<string> Arguments =>
    [
        "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--databases", "256",
        "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", .. further, .. Overrides,
    ];
}
