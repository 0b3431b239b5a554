using System.Text.Json;
using Headroom.Context.Symbols;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Tools;

namespace Headroom.Mcp.Tests;

/// <summary>The symbols of the project that a host works in, for its model.</summary>
public sealed class SymbolToolTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("headroom-mcp-symbols-").FullName;
    private readonly ProjectSymbols _project;

    public SymbolToolTests()
    {
        File.WriteAllText(Path.Combine(_directory, "session.py"), "import os\n\nclass Session:\n    def rotate(self, id):\n        return os.urandom(8) + id\n");
        File.WriteAllText(Path.Combine(_directory, "sign_in.py"), "from session import Session\n\ndef sign_in(name):\n    return Session().rotate(name)\n");
        _project = new ProjectSymbols(_directory);
    }

    public void Dispose()
    {
        _project.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_symbol_is_told_with_its_place_its_signature_and_who_mentions_it()
    {
        string answer = await new SymbolsTool(_project).RunAsync(Arguments("""{"name":"rotate"}"""), default);
        Assert.Equal("session.py:4 function rotate, 2 lines\n  def rotate(self, id):\nrotate is mentioned in 2 files: session.py:4 sign_in.py:4", answer);
    }

    [Fact]
    public async Task A_name_that_nothing_has_is_told() =>
        Assert.Equal("No type or function of 2 files is named like 'nothing'.", await new SymbolsTool(_project).RunAsync(Arguments("""{"name":"nothing","limit":3}"""), default));

    [Fact]
    public async Task An_outline_has_imports_and_declarations_with_their_lines()
    {
        string answer = await new OutlineTool(_project).RunAsync(Arguments("""{"file_path":"session.py"}"""), default);
        Assert.Equal("session.py\n  import os\n3-5 class Session:\n4-5   def rotate(self, id):", answer);
    }

    [Theory]
    [InlineData("../elsewhere.py")]
    [InlineData("missing.py")]
    public async Task A_file_that_is_not_the_project_s_is_refused(string file) =>
        await Assert.ThrowsAsync<ToolException>(() => new OutlineTool(_project).RunAsync(Arguments($$"""{"file_path":"{{file}}"}"""), default));

    private static ToolArguments Arguments(string json) => new(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json));
}
