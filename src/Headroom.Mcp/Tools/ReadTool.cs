using System.Text;
using System.Text.Unicode;
using Headroom.Context.Keys;
using Headroom.Context.Symbols;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Serving;

namespace Headroom.Mcp.Tools;

/// <summary><c>headroom_read</c>: a file of this machine, compressed; only where the server runs beside its client.</summary>
internal sealed class ReadTool(IToolBackend backend, ToolSession session, ProjectSymbols? project) : HeadroomTool(
    "headroom_read",
    "Reads a large text file and shows it made smaller; for understanding it, not for editing. What is left out is marked with a hash for headroom_retrieve. "
    + "A file that has not changed since it was read here is answered in one line.",
    """{"type":"object","properties":{"file_path":{"type":"string","description":"The file, absolute or from the working directory."},"question":{"type":"string","description":"Optional. What you want to know from it; what matches stays."},"fresh":{"type":"boolean","description":"Optional. Show it again even if it has not changed."}},"required":["file_path"]}""")
{
    private const long MaxBytes = 32L << 20;
    private const int MaxNeighbours = 4;

    /// <inheritdoc/>
    public override async Task<string> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(arguments.Text("file_path"));
        string? question = arguments.OptionalText("question");
        byte[] content = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
        var hash = ContentHash.Of(content);
        string view = $"{path}\n{question}";
        if (!arguments.Flag("fresh") && session.Read(view) is { } earlier && earlier.Hash == hash)
        {
            string whole = earlier.Handle is null ? "" : $" Full content: headroom_retrieve hash={earlier.Handle}.";
            return $"[{path} has not changed since it was read here.{whole} fresh=true shows it again]";
        }

        CompressedContent compressed = await backend.CompressAsync(Encoding.UTF8.GetString(content), WithNeighbours(path, question), cancellationToken).ConfigureAwait(false);
        session.Count(compressed);
        session.Remember(view, new FileRead(hash, compressed.Hash));
        return compressed.Compressed;
    }

    /// <summary>The question, and the functions of the file that most of the project mentions: their bodies are those that stay.</summary>
    private string? WithNeighbours(string path, string? question)
    {
        if (project?.NameOf(path) is not { } name || project.Index.MostMentioned(name, MaxNeighbours) is not { Count: > 0 } mentioned)
        {
            return question;
        }

        return $"{question} {string.Join(' ', mentioned)}".TrimStart();
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxBytes)
            {
                throw new ToolException($"Error: {path} has {file.Length} bytes; at most {MaxBytes} are read.");
            }

            byte[] content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            return Utf8.IsValid(content) ? content : throw new ToolException($"Error: {path} is no UTF-8 text.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ToolException($"Error: {path} cannot be read: {failure.Message}", failure);
        }
    }
}
