using System.Text.Json;
using Headroom.Context.Retrieval;
using Headroom.Gateway.Access;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary><c>POST /v1/retrieve</c> and <c>GET /v1/retrieve/{hash}</c>: redeems markers for people and tools.</summary>
internal sealed class RetrieveEndpoint(ContentRetrieval retrieval)
{
    /// <summary>Handles <c>{hash, query?, range?}</c>.</summary>
    public async Task PostAsync(HttpContext context)
    {
        RetrieveQuestion? question;
        try
        {
            question = await JsonSerializer.DeserializeAsync(context.Request.Body, OwnJson.Readable.RetrieveQuestion, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException broken)
        {
            await OwnAnswers.ErrorAsync(context, 400, "validation_error", $"The body must be {{hash, query?, range?}}: {broken.Message}").ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, question ?? new RetrieveQuestion(null, null, null)).ConfigureAwait(false);
    }

    /// <summary>Handles a hash in the path, with <c>query</c> and <c>range</c> in the query string.</summary>
    public Task GetAsync(HttpContext context, string hash) =>
        AnswerAsync(context, new RetrieveQuestion(hash, context.Request.Query["query"], context.Request.Query["range"]));

    private async Task AnswerAsync(HttpContext context, RetrieveQuestion question)
    {
        RetrievalLookup lookup = await retrieval.FindAsync(CallerAccess.Of(context).Tenant, question.Hash, context.RequestAborted).ConfigureAwait(false);
        if (lookup is not RetrievalLookup.Found found)
        {
            await MissAsync(context, ((RetrievalLookup.Missing)lookup).Reason, question.Hash).ConfigureAwait(false);
            return;
        }

        long count = await retrieval.CountAsync(found.Key, context.RequestAborted).ConfigureAwait(false);
        string hash = found.Marker.ToString();
        RetrievedParts parts = retrieval.Read(found, question.Query, question.Range);
        if (parts.Matches is { } results)
        {
            await OwnAnswers.WriteAsync(context, 200, new RetrieveMatches(hash, question.Query!, results, results.Count), OwnJson.Readable.RetrieveMatches).ConfigureAwait(false);
            return;
        }

        var answer = new RetrieveAnswer(
            hash, parts.Text!, found.Description.Tokens, found.Description.ItemCount, found.Description.ShownItemCount, found.Description.ToolName, count, question.Range);
        await OwnAnswers.WriteAsync(context, 200, answer, OwnJson.Readable.RetrieveAnswer).ConfigureAwait(false);
    }

    private static Task MissAsync(HttpContext context, RetrievalMiss reason, string? hash)
    {
        (int status, string type) = reason switch
        {
            RetrievalMiss.Malformed => (400, "validation_error"),
            RetrievalMiss.Unavailable => (503, "storage_error"),
            RetrievalMiss.Damaged => (500, "storage_error"),
            RetrievalMiss.Expired => (404, "expired"),
            _ => (404, "not_found"),
        };
        return OwnAnswers.ErrorAsync(context, status, type, ContentRetrieval.Explain(reason, hash));
    }
}
