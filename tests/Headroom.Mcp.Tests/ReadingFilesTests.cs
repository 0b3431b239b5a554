using System.Text.Json;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Serving;
using Headroom.Mcp.Tools;

namespace Headroom.Mcp.Tests;

/// <summary><c>headroom_read</c>.</summary>
public sealed class ReadingFilesTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("headroom-mcp-").FullName;
    private McpGateway _gateway = null!;
    private GatewayBackend _backend = null!;
    private ReadTool _tool = null!;

    public async Task InitializeAsync()
    {
        _gateway = await McpGateway.StartAsync();
        _backend = new GatewayBackend(_gateway.Url, null);
        _tool = new ReadTool(_backend, new ToolSession(), project: null);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _gateway.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_file_is_shown_compressed_once_and_again_when_it_changes()
    {
        string file = Path.Combine(_directory, "services.json");
        await File.WriteAllTextAsync(file, Calls.Services);
        string first = await ReadAsync(file);
        Assert.True(first.Length * 2 < Calls.Services.Length);
        Assert.Contains("certificate expired", first, StringComparison.Ordinal);
        string second = await ReadAsync(file);
        Assert.Contains("has not changed", second, StringComparison.Ordinal);
        Assert.Equal(first, await ReadAsync(file, fresh: true));

        await File.WriteAllTextAsync(file, Calls.Services.Replace("certificate expired", "out of memory", StringComparison.Ordinal));
        Assert.Contains("out of memory", await ReadAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_text_or_not_there_is_said_so()
    {
        string binary = Path.Combine(_directory, "image.png");
        await File.WriteAllBytesAsync(binary, [0x89, 0xFF, 0x00]);
        Assert.Contains("no UTF-8 text", (await Assert.ThrowsAsync<ToolException>(() => ReadAsync(binary))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<ToolException>(() => ReadAsync(Path.Combine(_directory, "nothing")))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<ToolException>(() => ReadAsync(_directory))).Message, StringComparison.Ordinal);
    }

    private Task<string> ReadAsync(string file, bool fresh = false) => _tool.RunAsync(
        new ToolArguments(new Dictionary<string, JsonElement>
        {
            ["file_path"] = JsonSerializer.SerializeToElement(file), ["fresh"] = JsonSerializer.SerializeToElement(fresh),
        }),
        CancellationToken.None);
}
