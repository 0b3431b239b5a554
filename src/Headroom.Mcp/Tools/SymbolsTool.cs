using System.Globalization;
using System.Text;
using Headroom.Compression.Code;
using Headroom.Context.Symbols;

namespace Headroom.Mcp.Tools;

/// <summary><c>headroom_symbols</c>: where something is declared in the project, and who mentions it.</summary>
internal sealed class SymbolsTool(ProjectSymbols project) : HeadroomTool(
    "headroom_symbols",
    "Finds types and functions of this project by name: where each is declared, its signature, and which files and lines mention it. Cheaper than a text search. "
    + "Exact names come first, then beginnings, then parts.",
    """{"type":"object","properties":{"name":{"type":"string","description":"A name or a part of one."},"limit":{"type":"integer","description":"Optional. How many symbols at most; 10 unless told."}},"required":["name"]}""")
{
    private const int Default = 10;
    private const int Most = 100;
    private const int MaxFiles = 12;
    private const int MaxLines = 6;

    /// <inheritdoc/>
    public override async Task<string> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        await project.IsRead.WaitAsync(cancellationToken).ConfigureAwait(false);
        string name = arguments.Text("name");
        IReadOnlyList<Symbol> found = project.Index.Find(name, Math.Clamp(arguments.OptionalNumber("limit") ?? Default, 1, Most));
        if (found.Count == 0)
        {
            return $"No type or function of {project.Index.FileCount} files is named like '{name}'.";
        }

        var answer = new StringBuilder();
        foreach (Symbol symbol in found)
        {
            answer.Append(CultureInfo.InvariantCulture, $"{symbol.Path}:{symbol.Line} {(symbol.Kind == CodeDeclarationKind.Type ? "type" : "function")} {symbol.Name}, {symbol.Lines} lines\n  {symbol.Signature}\n");
        }

        foreach (string distinct in found.Select(symbol => symbol.Name).Distinct().Take(Default))
        {
            answer.Append(Mentions(distinct));
        }

        return answer.ToString().TrimEnd('\n');
    }

    private string Mentions(string name)
    {
        IReadOnlyList<string> files = project.Index.Mentioning(name);
        IEnumerable<string> shown = files.Take(MaxFiles).Select(file => $"{file}:{string.Join(',', Lines(file, name))}");
        string more = files.Count > MaxFiles ? $" and {files.Count - MaxFiles} more files" : "";
        return $"{name} is mentioned in {files.Count} {(files.Count == 1 ? "file" : "files")}: {string.Join(' ', shown)}{more}\n";
    }

    private IReadOnlyList<int> Lines(string file, string name)
    {
        try
        {
            return FileSymbols.LinesWith(File.ReadAllBytes(Path.Combine(project.Directory, file)), name, MaxLines);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
