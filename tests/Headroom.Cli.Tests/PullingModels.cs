using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Headroom.Cli.Commands;
using Headroom.Context.TextModels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Headroom.Cli.Tests;

/// <summary>The <c>model</c> command against a real web server, in a data directory of its own.</summary>
public sealed class PullingModels : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("headroom-models-").FullName;
    private readonly Dictionary<string, byte[]> _served = [];
    private readonly List<string> _ranges = [];
    private readonly WebApplication _server;

    public PullingModels()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(ServeAsync);
    }

    private string Url => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private string Installed => Path.Combine(InstalledTextModel.FolderIn(_data), "tiny");

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task An_address_with_its_digest_brings_the_model_and_everything_its_description_names()
    {
        string digest = Serve(Random(300_000));
        Assert.Equal(0, await RunAsync("pull", $"{Url}/m/model.json", "--sha256", digest));
        Assert.Equal(_served["/m/deep/model.onnx"], await File.ReadAllBytesAsync(Path.Combine(Installed, "deep", "model.onnx")));
        Assert.Equal(["tiny"], Directory.GetFileSystemEntries(InstalledTextModel.FolderIn(_data)).Select(Path.GetFileName));
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Equal(0, await RunAsync("verify", "tiny"));
    }

    [Fact]
    public async Task A_description_with_another_digest_is_not_even_read()
    {
        Serve(Random(10));
        Assert.Equal(1, await RunAsync("pull", $"{Url}/m/model.json", "--sha256", new string('0', 64)));
        Assert.Equal(1, await RunAsync("pull", $"{Url}/m/model.json"));
        Assert.False(Directory.Exists(InstalledTextModel.FolderIn(_data)));
    }

    [Fact]
    public async Task A_file_with_another_digest_leaves_the_model_that_is_there_alone()
    {
        string digest = Serve(Random(1_000));
        Assert.Equal(0, await RunAsync("pull", $"{Url}/m/model.json", "--sha256", digest));
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(Installed, "deep", "model.onnx"));
        string next = Serve(Random(2_000));
        _served["/m/deep/model.onnx"][7] ^= 1;
        Assert.Equal(1, await RunAsync("pull", $"{Url}/m/model.json", "--sha256", next));
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Installed, "deep", "model.onnx")));
        Assert.Equal(0, await RunAsync("verify"));
    }

    [Fact]
    public async Task What_broke_off_goes_on_where_it_ended()
    {
        byte[] model = Random(300_000);
        string digest = Serve(model);
        string part = Path.Combine(InstalledTextModel.FolderIn(_data), ".tiny.pull", "deep", "model.onnx.part");
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        await File.WriteAllBytesAsync(part, model[..123_456]);
        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(part)!, "of-another-version.onnx"), model[..10]);
        Assert.Equal(0, await RunAsync("pull", $"{Url}/m/model.json", "--sha256", digest));
        Assert.Contains("bytes=123456-", _ranges);
        Assert.Equal(model, await File.ReadAllBytesAsync(Path.Combine(Installed, "deep", "model.onnx")));
        Assert.Single(Directory.GetFiles(Path.Combine(Installed, "deep")));
    }

    [Fact]
    public async Task A_beginning_of_something_else_is_thrown_away_and_the_next_attempt_succeeds()
    {
        string digest = Serve(Random(300_000));
        string part = Path.Combine(InstalledTextModel.FolderIn(_data), ".tiny.pull", "deep", "model.onnx.part");
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        await File.WriteAllBytesAsync(part, new byte[1_000]);
        Assert.Equal(1, await RunAsync("pull", $"{Url}/m/model.json", "--sha256", digest));
        Assert.False(File.Exists(part));
        Assert.Equal(0, await RunAsync("pull", $"{Url}/m/model.json", "--sha256", digest));
    }

    [Fact]
    public async Task A_directory_or_a_manifest_brings_a_model_by_its_name()
    {
        Serve(Random(5_000));
        string brought = Path.Combine(_data, "brought");
        foreach ((string path, byte[] bytes) in _served)
        {
            string file = Path.Combine(brought, path["/m/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, bytes);
        }

        Assert.Equal(0, await RunAsync("pull", "tiny", "--from", brought));
        Assert.Equal(1, await RunAsync("pull", "other", "--from", brought));
        Directory.Delete(Installed, recursive: true);

        string manifest = Path.Combine(_data, "text-models.json");
        string description = System.Text.Encoding.UTF8.GetString(_served["/m/model.json"])
            .Replace("\"path\": \"deep/model.onnx\"", $"\"path\": \"deep/model.onnx\", \"url\": \"{Url}/m/deep/model.onnx\"", StringComparison.Ordinal)
            .Replace("\"path\": \"vocab.txt\"", $"\"path\": \"vocab.txt\", \"url\": \"{Url}/m/vocab.txt\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(manifest, $"{{\"models\":[{description}]}}");
        Assert.Equal(1, await RunAsync("pull", "other"));
        Assert.Equal(0, await RunAsync("pull", "tiny"));
        Assert.Equal(0, await RunAsync("verify"));
    }

    [Fact]
    public async Task A_file_that_changed_on_disk_is_found_and_named()
    {
        string digest = Serve(Random(1_000));
        await RunAsync("pull", $"{Url}/m/model.json", "--sha256", digest);
        await File.AppendAllTextAsync(Path.Combine(Installed, "vocab.txt"), "!");
        InstalledTextModel installed = InstalledTextModel.Open(Installed);
        TextModelException refused = await Assert.ThrowsAsync<TextModelException>(() => installed.RequireDigestsAsync(CancellationToken.None));
        Assert.Contains("vocab.txt has the SHA-256", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync("verify"));
    }

    [Theory]
    [InlineData("../evil.onnx")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData(".hidden")]
    [InlineData("model.json")]
    [InlineData("a\\b")]
    [InlineData("")]
    public void A_description_cannot_name_a_file_outside_of_the_models_folder(string path)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { name = "tiny", files = new[] { new { path, sha256 = new string('a', 64) } } });
        Assert.Contains("no path inside", Assert.Throws<TextModelException>(() => TextModelDescription.Read(json, "it")).Message, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] arguments) => HeadroomCommand.RunAsync(["model", .. arguments, "--data", _data]);

    /// <summary>Serves a model, and says which digest its description has.</summary>
    private string Serve(byte[] model)
    {
        byte[] vocabulary = "[PAD]\n[UNK]"u8.ToArray();
        byte[] description = new TextModelDescription
        {
            Name = "tiny",
            Files = [new TextModelFile("deep/model.onnx", Hash(model), model.Length), new TextModelFile("vocab.txt", Hash(vocabulary))],
            Settings = new TextModelSettings { Model = "deep/model.onnx" },
        }.ToUtf8();
        (_served["/m/model.json"], _served["/m/deep/model.onnx"], _served["/m/vocab.txt"]) = (description, [.. model], vocabulary);
        return Hash(description);
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!_served.TryGetValue(context.Request.Path, out byte[]? bytes))
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        string range = context.Request.Headers.Range.ToString();
        int from = range.Length == 0 ? 0 : int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
        if (from > 0)
        {
            _ranges.Add(range);
            context.Response.StatusCode = (int)HttpStatusCode.PartialContent;
            context.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        await context.Response.Body.WriteAsync(bytes.AsMemory(from));
    }

    private static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
