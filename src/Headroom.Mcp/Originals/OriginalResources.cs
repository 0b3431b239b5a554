using Headroom.Compression.Markers;
using Headroom.Mcp.Backends;
using Headroom.Mcp.Serving;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Headroom.Mcp.Originals;

/// <summary>Stored originals as resources: those of this session are listed, all others of the tenant can be read by their hash.</summary>
internal sealed class OriginalResources(IToolBackend backend, ToolSession session)
{
    private const string Prefix = "headroom://original/";

    /// <summary>The originals that this session brought.</summary>
    public ListResourcesResult List() => new()
    {
        Resources = [.. session.Originals.Select(original => new Resource
        {
            Uri = Prefix + original.Hash, Name = original.Hash, Description = $"The original behind hash={original.Hash}, {original.Tokens} tokens.", MimeType = "text/plain",
        })],
    };

    /// <summary>How the address of any original is made.</summary>
    public static ListResourceTemplatesResult Templates() => new()
    {
        ResourceTemplates = [new ResourceTemplate
        {
            UriTemplate = Prefix + "{hash}", Name = "original", Description = "The original that a marker's hash stands for.", MimeType = "text/plain",
        }],
    };

    /// <summary>One original, whole.</summary>
    /// <exception cref="McpProtocolException">There is none.</exception>
    public async Task<ReadResourceResult> ReadAsync(string? uri, CancellationToken cancellationToken)
    {
        string hash = uri?.StartsWith(Prefix, StringComparison.Ordinal) == true ? uri[Prefix.Length..] : "";
        if (!MarkerHash.TryParse(hash, out _))
        {
            throw new McpProtocolException($"'{uri}' is no resource here; originals are {Prefix} and the 24 hexadecimal digits of a marker.", McpErrorCode.ResourceNotFound);
        }

        try
        {
            RetrievedContent found = await backend.RetrieveAsync(hash, null, null, cancellationToken).ConfigureAwait(false);
            session.CountRetrieval();
            return new ReadResourceResult { Contents = [new TextResourceContents { Uri = uri!, MimeType = "text/plain", Text = found.OriginalContent! }] };
        }
        catch (ToolException missing)
        {
            throw new McpProtocolException(missing.Message, missing, McpErrorCode.ResourceNotFound);
        }
    }
}
