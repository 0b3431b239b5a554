using System.Globalization;
using System.Text.Json;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Gateway.Access;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Hosting;
using Headroom.Protocols.Bodies;
using Microsoft.AspNetCore.Http;

namespace Headroom.Gateway.Own;

/// <summary><c>POST /v1/compress</c>: compresses messages for a caller that sends them on itself.</summary>
internal sealed class CompressEndpoint(MessageCompression compression, GatewayOptions options)
{
    /// <summary>Handles one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            using RequestBody body = await RequestBody.ReadAsync(context.Request, options.MaxParsedBytes, context.RequestAborted).ConfigureAwait(false);
            if (!body.IsWhole)
            {
                await OwnAnswers.ErrorAsync(context, 413, "invalid_request", $"The body is larger than {options.MaxParsedBytes} bytes.").ConfigureAwait(false);
                return;
            }

            await CompressAsync(context, body.Bytes).ConfigureAwait(false);
        }
        catch (InvalidDataException undecodable)
        {
            await OwnAnswers.ErrorAsync(context, 400, "invalid_request", undecodable.Message).ConfigureAwait(false);
        }
    }

    private async Task CompressAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (JsonMembers.TryRead(body) is not { } request || request.ValueOf("messages") is not { } messages || body.Span[messages.Start] != (byte)'[')
        {
            await OwnAnswers.ErrorAsync(context, 400, "invalid_request", "The body must be a JSON object with a list of messages.").ConfigureAwait(false);
            return;
        }

        if (request.StringOf("model") is null && request.ValueOf("model") is not null)
        {
            await OwnAnswers.ErrorAsync(context, 400, "invalid_request", "model must be a string.").ConfigureAwait(false);
            return;
        }

        var settings = CompressSettings.Read(request, body, compression.ProfilesOf(CallerAccess.Of(context).Tenant));
        if (settings.Error is { } error)
        {
            await OwnAnswers.ErrorAsync(context, 400, "invalid_request", error).ConfigureAwait(false);
            return;
        }

        CompressedMessages? compressed;
        try
        {
            compressed = options.Bypasses(context.Request)
                ? new CompressedMessages(messages.Of(body), 0, 0, [])
                : await compression.CompressAsync(CallerAccess.Of(context).Tenant, body, settings.Options, context.RequestAborted).ConfigureAwait(false);
        }
        catch (StoreUnavailableException unavailable)
        {
            await OwnAnswers.ErrorAsync(context, 503, "compression_error", $"Nothing was compressed, since the originals could not be stored: {unavailable.Message}").ConfigureAwait(false);
            return;
        }

        if (compressed is null)
        {
            await OwnAnswers.ErrorAsync(context, 400, "invalid_request", "The messages are no valid JSON, or an element of the list is no message.").ConfigureAwait(false);
            return;
        }

        await WriteAsync(context, messages.Of(body), compressed, settings.Mode).ConfigureAwait(false);
    }

    /// <summary>The messages go out as they were edited, not parsed and written again.</summary>
    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> messages, CompressedMessages compressed, CompressMode mode)
    {
        double ratio = compressed.TokensBefore == 0 ? 1.0 : Math.Round((double)compressed.TokensAfter / compressed.TokensBefore, 4);
        byte[] figures = JsonSerializer.SerializeToUtf8Bytes(
            new CompressAnswer(
                compressed.TokensBefore, compressed.TokensAfter, compressed.TokensBefore - compressed.TokensAfter, ratio,
                compressed.Transforms, compressed.Transforms.ToDictionary(transform => transform, _ => 1), compressed.Markers),
            OwnJson.Readable.CompressAnswer);
        List<ReadOnlyMemory<byte>> pieces = ["{\"messages\":"u8.ToArray(), mode == CompressMode.Optimize ? compressed.Messages : messages];
        if (compressed.Parts is { } parts)
        {
            byte[] simulated = JsonSerializer.SerializeToUtf8Bytes(
                new SimulationFigures(
                    compressed.Transforms, string.Create(CultureInfo.InvariantCulture, $"{1 - ratio:P1}"), parts.Tokens, parts.Waste, parts.StablePrefixHash),
                OwnJson.Readable.SimulationFigures);
            pieces.AddRange(mode == CompressMode.Simulate ? [",\"messages_optimized\":"u8.ToArray(), compressed.Messages] : []);
            pieces.AddRange([","u8.ToArray(), simulated.AsMemory()[1..^1]]);
        }

        context.Response.ContentType = "application/json";
        foreach (ReadOnlyMemory<byte> piece in pieces.Append(","u8.ToArray()).Append(figures.AsMemory()[1..]))
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
