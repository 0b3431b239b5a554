using System.Text.Json;
using Headroom.Context.Messages;
using Headroom.Protocols.Retrieval;
using Microsoft.Extensions.AI;

namespace Headroom.Extensions.AI;

/// <summary>The tool by which a model fetches back what was left out; give it among the tools of a request.</summary>
/// <param name="compressor">The one that compressed.</param>
public sealed class HeadroomRetrieval(IMessageCompressor compressor) : AIFunction
{
    private static readonly JsonElement Schema = JsonDocument.Parse(RetrieveTool.Parameters).RootElement;

    /// <inheritdoc/>
    public override string Name => RetrieveTool.NameText;

    /// <inheritdoc/>
    public override string Description => RetrieveTool.Description;

    /// <inheritdoc/>
    public override JsonElement JsonSchema => Schema;

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        RetrievedText found = await compressor.RetrieveAsync(
            Text(arguments, "hash") ?? "", Text(arguments, "query"), Text(arguments, "range"), cancellationToken).ConfigureAwait(false);
        return found.Text;
    }

    private static string? Text(AIFunctionArguments arguments, string name) => arguments.GetValueOrDefault(name) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => null,
    };
}
