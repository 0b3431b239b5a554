using System.Reflection;
using Headroom.Compression.Onnx.Tests.TinyModels;
using Headroom.Context.Ports;
using Headroom.Context.TextModels;

namespace Headroom.Compression.Onnx.Tests;

public sealed class LoadingModels
{
    private static readonly Dictionary<string, double> Opinions = new() { ["a"] = 0.5, ["b"] = 0.25 };

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("vocab.txt")]
    public async Task A_file_with_another_digest_is_refused_and_named(string file)
    {
        using var tiny = new TinyModel(Opinions);
        string path = tiny.Installed.PathOf(file);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        tiny.Write(file, bytes);
        TextModelException refused = await Assert.ThrowsAsync<TextModelException>(() => tiny.LoadAsync());
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(tiny.Installed.Description.Files.Single(known => known.Path == file).Sha256, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_named()
    {
        using var tiny = new TinyModel(Opinions);
        File.Delete(tiny.Installed.PathOf("vocab.txt"));
        Assert.Contains("vocab.txt is missing", (await Assert.ThrowsAsync<TextModelException>(() => tiny.LoadAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_digest_is_not_loaded_along()
    {
        using var tiny = new TinyModel(Opinions);
        tiny.Write("model.onnx.data", [1]);
        Assert.Contains("model.onnx.data is not among the files", (await Assert.ThrowsAsync<TextModelException>(() => tiny.LoadAsync())).Message, StringComparison.Ordinal);
        byte[] described = (tiny.Installed.Description with { Settings = new TextModelSettings { Tokenizer = "other.json" } }).ToUtf8();
        Assert.Contains("name other.json", Assert.Throws<TextModelException>(() => TextModelDescription.Read(described, "it")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_with_other_inputs_is_refused_at_once()
    {
        using var tiny = new TinyModel(Opinions, idsName: "pixels");
        Assert.Contains("its inputs are pixels", (await Assert.ThrowsAsync<TextModelException>(() => tiny.LoadAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_weights_and_other_settings_are_another_model()
    {
        using var one = new TinyModel(Opinions);
        using var same = new TinyModel(Opinions);
        using var weights = new TinyModel(new Dictionary<string, double> { ["a"] = 0.5, ["b"] = 0.26 });
        using var settings = new TinyModel(Opinions, settings: new TextModelSettings { MaxTokens = 17, Overlap = 4 });
        await using ILoadedTextModel loaded = await one.LoadAsync();
        Assert.Equal(same.Installed.Description.Id, loaded.Id);
        Assert.Equal(3, new[] { one, weights, settings }.Select(model => model.Installed.Description.Id).Distinct().Count());
        Assert.Matches("^tiny@[0-9a-f]{12}$", loaded.Id);
    }

    [Fact]
    public void The_assembly_says_that_it_loads_text_models() =>
        Assert.Equal(typeof(OnnxTextModelAdapter), typeof(OnnxTextModelAdapter).Assembly.GetCustomAttribute<TextModelAdapterAttribute>()!.Adapter);
}
