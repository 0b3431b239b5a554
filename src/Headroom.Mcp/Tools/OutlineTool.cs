using System.Globalization;
using System.Text;
using Headroom.Context.Symbols;
using Headroom.Mcp.Backends;

namespace Headroom.Mcp.Tools;

/// <summary><c>headroom_outline</c>: what a file of the project imports and declares, with lines to read from.</summary>
internal sealed class OutlineTool(ProjectSymbols project) : HeadroomTool(
    "headroom_outline",
    "Shows what a source file of this project imports and declares: types and functions with their lines, without their bodies. Read it before reading a large file.",
    """{"type":"object","properties":{"file_path":{"type":"string","description":"The file, absolute or from the project's directory."}},"required":["file_path"]}""")
{
    private const int MaxImports = 40;

    /// <inheritdoc/>
    public override async Task<string> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        await project.IsRead.WaitAsync(cancellationToken).ConfigureAwait(false);
        string asked = arguments.Text("file_path");
        if (project.NameOf(asked) is not { } name || project.Index.File(name) is not { } file)
        {
            throw new ToolException($"Error: {asked} is no source file of {project.Directory} whose language is known.");
        }

        var answer = new StringBuilder(name).Append('\n');
        foreach (string import in file.Imports.Take(MaxImports))
        {
            answer.Append("  ").Append(import).Append('\n');
        }

        if (file.Imports.Count > MaxImports)
        {
            answer.Append(CultureInfo.InvariantCulture, $"  … {file.Imports.Count - MaxImports} more imports\n");
        }

        foreach (Symbol symbol in file.Declarations)
        {
            answer.Append(CultureInfo.InvariantCulture, $"{symbol.Line}-{symbol.Line + symbol.Lines - 1} {new string(' ', 2 * symbol.Depth)}{symbol.Signature}\n");
        }

        return answer.ToString().TrimEnd('\n');
    }
}
