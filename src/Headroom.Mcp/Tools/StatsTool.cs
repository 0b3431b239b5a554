using System.Globalization;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Serving;

namespace Headroom.Mcp.Tools;

/// <summary><c>headroom_stats</c>: what was saved.</summary>
internal sealed class StatsTool(IToolBackend backend, ToolSession session) : HeadroomTool(
    "headroom_stats", "Says how many tokens Headroom saved in this session, and what its store holds.", """{"type":"object","properties":{}}""")
{
    /// <inheritdoc/>
    public override async Task<string> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        SessionFigures figures = session.Figures;
        long saved = figures.TokensBefore - figures.TokensAfter;
        double percent = figures.TokensBefore == 0 ? 0 : 100.0 * saved / figures.TokensBefore;
        string own = string.Create(
            CultureInfo.InvariantCulture,
            $"This session: {figures.Compressions} compressed, {figures.TokensBefore:N0} → {figures.TokensAfter:N0} tokens ({percent:F1} % saved), {figures.Retrievals} retrieved.");
        return $"{own}\n{await backend.DescribeAsync(cancellationToken).ConfigureAwait(false)}";
    }
}
