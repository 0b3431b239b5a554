using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary>Writes answers of our own routes.</summary>
internal static class OwnAnswers
{
    /// <summary>Writes a JSON answer.</summary>
    public static async Task WriteAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes an error.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string type, string message) =>
        WriteAsync(context, status, new OwnErrorAnswer(new OwnError(type, message), message), OwnJson.Readable.OwnErrorAnswer);
}
