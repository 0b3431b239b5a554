using Headroom.Context.Ports;
using Headroom.Context.Retrieval;
using Headroom.Gateway.Access;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary>
/// <c>GET /v1/chunks/{hash}</c>: where the content behind a marker came from, and what was made of it. The holder of a member's key
/// sees how many brought it, and not who.
/// </summary>
internal sealed class OriginEndpoint(ContentRetrieval retrieval, IContextFabric fabric)
{
    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(HttpContext context, string hash)
    {
        CallerAccess access = CallerAccess.Of(context);
        if (await retrieval.FindAsync(access.Tenant, hash, context.RequestAborted).ConfigureAwait(false) is not RetrievalLookup.Found found)
        {
            await OwnAnswers.ErrorAsync(context, StatusCodes.Status404NotFound, "not_found", "No content stands behind this hash.").ConfigureAwait(false);
            return;
        }

        try
        {
            if (await fabric.Chunk(found.Key).OriginAsync(context.RequestAborted).ConfigureAwait(false) is not { } origin)
            {
                await OwnAnswers.ErrorAsync(context, StatusCodes.Status404NotFound, "not_found", "The content is stored, and where it came from is not known.").ConfigureAwait(false);
                return;
            }

            bool mayName = access.Key is not { Role: AccessRole.Member };
            var answer = new OriginAnswer(
                found.Marker.ToString(), found.Key.Hash.ToString(), origin.Length, origin.Kind, found.Description.Tokens, found.Description.ToolName, origin.FirstAt,
                origin.BroughtBy.Count, mayName ? origin.BroughtBy : null, origin.Variants);
            await OwnAnswers.WriteAsync(context, 200, answer, OwnJson.Readable.OriginAnswer).ConfigureAwait(false);
        }
        catch (StoreUnavailableException unavailable)
        {
            await OwnAnswers.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "storage_error", unavailable.Message).ConfigureAwait(false);
        }
    }
}

/// <summary>What <c>GET /v1/chunks/{hash}</c> answers.</summary>
/// <param name="Hash">The handle of the marker.</param>
/// <param name="ContentHash">SHA-256 of the content.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Kind">What it was recognised as.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="ToolName">The tool that produced it, where known.</param>
/// <param name="FirstAt">When it was first brought.</param>
/// <param name="Bringers">How many brought it; of a content that very many bring, those that are named.</param>
/// <param name="BroughtBy">Who, the first first; <c>null</c> for who may not know.</param>
/// <param name="Variants">How many compressed forms of it are known.</param>
internal sealed record OriginAnswer(
    string Hash, string ContentHash, long Bytes, string Kind, int Tokens, string? ToolName, DateTimeOffset FirstAt, int Bringers, IReadOnlyList<string>? BroughtBy, int Variants);
