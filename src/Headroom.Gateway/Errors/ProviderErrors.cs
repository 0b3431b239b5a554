using System.Text;
using System.Text.Json;
using Headroom.Gateway.Clouds;
using Headroom.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Errors;

/// <summary>Errors of ours in the shape that the provider's own clients read.</summary>
internal static class ProviderErrors
{
    /// <summary>Answers with an error, unless the answer has begun; then the connection is broken off instead.</summary>
    public static async Task WriteAsync(HttpContext context, Provider provider, int status, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        string text = JsonEncodedText.Encode(message).ToString();
        bool isAnthropic = provider == Provider.Anthropic || (provider == Provider.Vertex && Vertex.IsAnthropic(context.Request.Path.Value!));
        string body = provider switch
        {
            _ when isAnthropic => "{\"type\":\"error\",\"error\":{\"type\":\"" + AnthropicType(status) + "\",\"message\":\"" + text + "\"}}",
            Provider.Bedrock => Bedrock.ErrorBody(context.Response, status, text),
            Provider.Gemini or Provider.Vertex => "{\"error\":{\"code\":" + status + ",\"message\":\"" + text + "\",\"status\":\"" + GeminiStatus(status) + "\"}}",
            _ => "{\"error\":{\"message\":\"" + text + "\",\"type\":\"" + OpenAIType(status) + "\",\"param\":null,\"code\":null}}",
        };
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), context.RequestAborted).ConfigureAwait(false);
    }

    private static string AnthropicType(int status) => status switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        _ => "api_error",
    };

    private static string OpenAIType(int status) => status switch
    {
        400 or 401 or 404 or 413 => "invalid_request_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        _ => "proxy_error",
    };

    private static string GeminiStatus(int status) => status switch
    {
        400 or 413 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        429 => "RESOURCE_EXHAUSTED",
        504 => "DEADLINE_EXCEEDED",
        _ => "UNAVAILABLE",
    };
}
