using System.Globalization;
using System.Text.Unicode;
using Headroom.Context.Agents;
using Headroom.Context.Keys;
using Headroom.Context.Ports;
using Headroom.Gateway.Access;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headroom.Gateway.Own;

/// <summary>What <c>PUT /v1/context/{namespace}/{key}</c> answers.</summary>
internal sealed record ContextAnswer(string Namespace, string Key, string Etag, int TokensBefore, int TokensAfter, DateTimeOffset ExpiresAt);

/// <summary>
/// <c>PUT</c>, <c>GET</c> and <c>DELETE /v1/context/{namespace}/{key}</c>: texts that agents leave for each other, per tenant and
/// project. Versions are ETags: <c>If-Match</c> and <c>If-None-Match: *</c> keep writers from overwriting each other unseen.
/// </summary>
internal sealed class ContextEndpoint(HandOvers handOvers, GatewayOptions options)
{
    private const int MaxNameLength = 200;

    /// <summary>Leaves the body, UTF-8 text; <c>?ttl=</c> seconds.</summary>
    public Task PutAsync(HttpContext context) => RunAsync(context, async (agent, key) =>
    {
        int? seconds = null;
        if (context.Request.Query["ttl"].ToString() is { Length: > 0 } ttl)
        {
            if (!int.TryParse(ttl, NumberStyles.None, CultureInfo.InvariantCulture, out int given) || given == 0)
            {
                await OwnAnswers.ErrorAsync(context, 400, "validation_error", "ttl is a number of seconds above 0.").ConfigureAwait(false);
                return;
            }

            seconds = given;
        }

        using RequestBody body = await RequestBody.ReadAsync(context.Request, options.MaxParsedBytes, context.RequestAborted).ConfigureAwait(false);
        if (!body.IsWhole || !Utf8.IsValid(body.Bytes.Span))
        {
            (int status, string message) = body.IsWhole ? (400, "The body must be UTF-8 text.") : (413, $"The body is larger than {options.MaxParsedBytes} bytes.");
            await OwnAnswers.ErrorAsync(context, status, "invalid_request", message).ConfigureAwait(false);
            return;
        }

        string? by = context.Request.Headers["x-headroom-agent"].ToString() is { Length: > 0 and <= MaxNameLength } named ? named : null;
        (HandOver value, HandOverWrite write) = await handOvers.PutAsync(
            agent, key, body.Bytes.ToArray(), by, seconds is { } s ? TimeSpan.FromSeconds(s) : null, ConditionOf(context.Request), context.RequestAborted).ConfigureAwait(false);
        if (write.Outcome == WriteOutcome.Refused)
        {
            await RefuseAsync(context, write.ETag).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.ETag = Quoted(write.ETag!);
        var answer = new ContextAnswer((string)context.GetRouteValue("ns")!, key, write.ETag!, value.TokensBefore, value.TokensAfter, value.ExpiresAt);
        await OwnAnswers.WriteAsync(context, write.Outcome == WriteOutcome.Created ? 201 : 200, answer, OwnJson.Readable.ContextAnswer).ConfigureAwait(false);
    });

    /// <summary>Gives what was left, compressed; <c>?form=original</c> as it was.</summary>
    public Task GetAsync(HttpContext context) => RunAsync(context, async (agent, key) =>
    {
        bool isOriginal = context.Request.Query["form"] == "original";
        if (await handOvers.GetAsync(agent, key, isOriginal, context.RequestAborted).ConfigureAwait(false) is not var (stored, text))
        {
            await OwnAnswers.ErrorAsync(context, 404, "not_found", "Nothing is left under this name, or it has expired.").ConfigureAwait(false);
            return;
        }

        context.Response.Headers.ETag = Quoted(stored.ETag);
        context.Response.Headers["x-headroom-tokens-before"] = stored.Value.TokensBefore.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-headroom-tokens-after"] = stored.Value.TokensAfter.ToString(CultureInfo.InvariantCulture);
        if (stored.Value.By is { } by)
        {
            context.Response.Headers["x-headroom-agent"] = by;
        }

        if (Unquoted(context.Request.Headers.IfNoneMatch.ToString()) == stored.ETag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    });

    /// <summary>Takes it back.</summary>
    public Task DeleteAsync(HttpContext context) => RunAsync(context, async (agent, key) =>
    {
        HandOverWrite write = await handOvers.DeleteAsync(agent, key, ConditionOf(context.Request), context.RequestAborted).ConfigureAwait(false);
        switch (write.Outcome)
        {
            case WriteOutcome.Refused:
                await RefuseAsync(context, write.ETag).ConfigureAwait(false);
                break;
            case WriteOutcome.Missing:
                await OwnAnswers.ErrorAsync(context, 404, "not_found", "Nothing is left under this name.").ConfigureAwait(false);
                break;
            default:
                context.Response.StatusCode = 204;
                break;
        }
    });

    private static async Task RunAsync(HttpContext context, Func<AgentKey, string, Task> handle)
    {
        (string ns, string key) = ((string)context.GetRouteValue("ns")!, (string)context.GetRouteValue("key")!);
        if (ns.Length > MaxNameLength || key.Length > MaxNameLength || $"{ns}{key}".Any(char.IsControl))
        {
            await OwnAnswers.ErrorAsync(context, 400, "validation_error", $"Namespace and key have at most {MaxNameLength} characters each, none of them a control character.").ConfigureAwait(false);
            return;
        }

        try
        {
            CallerAccess access = CallerAccess.Of(context);
            await handle(new AgentKey(access.Tenant, $"{Uri.EscapeDataString(access.Project ?? "")}/{Uri.EscapeDataString(ns)}"), key).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            await OwnAnswers.ErrorAsync(context, 503, "storage_error", "The store did not answer. Try again.").ConfigureAwait(false);
        }
        catch (InvalidDataException undecodable)
        {
            await OwnAnswers.ErrorAsync(context, 400, "invalid_request", undecodable.Message).ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(HttpContext context, string? standing)
    {
        if (standing is not null)
        {
            context.Response.Headers.ETag = Quoted(standing);
        }

        return OwnAnswers.ErrorAsync(context, 412, "precondition_failed", standing is null ? "Nothing stands under this name." : "Another version stands under this name.");
    }

    private static WriteCondition ConditionOf(HttpRequest request) => new(
        request.Headers.IfMatch.ToString() is { Length: > 0 } match && match != "*" ? Unquoted(match) : null, request.Headers.IfNoneMatch.ToString() == "*");

    private static string Quoted(string etag) => $"\"{etag}\"";

    private static string Unquoted(string etag) => etag.Trim('"');
}
