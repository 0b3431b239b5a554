using System.Globalization;
using System.Text.Json;
using Headroom.Context.Symbols;
using Headroom.Gateway.Bodies;
using Headroom.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headroom.Gateway.Own;

/// <summary>What <c>PUT /v1/code-graph/{project}</c> is told.</summary>
internal sealed record CodeGraphQuestion(string? Directory);

/// <summary>How things stand with a project's code.</summary>
internal sealed record CodeGraphAnswer(string Project, string Directory, bool IsReady, int Files, int Functions);

/// <summary>
/// <c>PUT</c> and <c>GET /v1/code-graph/{project}</c>: where the code of a project is, so that its graph ranks which bodies stay. Only on a
/// gateway of its users' own machine (<see cref="GatewayOptions.ReadsLocalCode"/>): the directory is one of that machine.
/// </summary>
internal sealed class CodeGraphEndpoint(ProjectGraphs graphs, GatewayOptions options)
{
    private const int MaxBodyBytes = 16 << 10;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    /// <summary>Begins to read a directory. <c>Prefer: wait=SECONDS</c> (RFC 7240) has the answer wait until it is read.</summary>
    public async Task PutAsync(HttpContext context)
    {
        if (!options.ReadsLocalCode)
        {
            await OwnAnswers.ErrorAsync(context, 403, "forbidden", "This gateway reads no directories; it does where it listens on 127.0.0.1 alone.").ConfigureAwait(false);
            return;
        }

        if (await ReadAsync(context).ConfigureAwait(false) is not { } directory || !Path.IsPathFullyQualified(directory) || !Directory.Exists(directory))
        {
            await OwnAnswers.ErrorAsync(context, 400, "validation_error", "The body is {\"directory\": \"…\"}, the full path of a directory on this machine.").ConfigureAwait(false);
            return;
        }

        OpenProject project;
        try
        {
            project = graphs.Open(ProjectOf(context), directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await OwnAnswers.ErrorAsync(context, 503, "unavailable", $"{directory} cannot be watched: {failure.Message}").ConfigureAwait(false);
            return;
        }

        await project.IsRead.WaitAsync(WaitOf(context.Request), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TellAsync(context, project).ConfigureAwait(false);
    }

    /// <summary>Says how things stand.</summary>
    public Task GetAsync(HttpContext context) => graphs.Named(ProjectOf(context)) is { } project
        ? TellAsync(context, project)
        : OwnAnswers.ErrorAsync(context, 404, "not_found", "No directory is known for this project.");

    private static string ProjectOf(HttpContext context) => (string)context.GetRouteValue("project")!;

    private static Task TellAsync(HttpContext context, OpenProject project) => OwnAnswers.WriteAsync(
        context, 200, new CodeGraphAnswer(project.Name, project.Directory, project.Graph is not null, project.FileCount, project.Graph?.FunctionCount ?? 0), OwnJson.Readable.CodeGraphAnswer);

    private static async Task<string?> ReadAsync(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context.Request, MaxBodyBytes, context.RequestAborted).ConfigureAwait(false);
        try
        {
            return body.IsWhole ? JsonSerializer.Deserialize(body.Bytes.Span, OwnJson.Readable.CodeGraphQuestion)?.Directory : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan WaitOf(HttpRequest request)
    {
        foreach (string preference in request.Headers["Prefer"].ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase) && int.TryParse(preference.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            {
                return seconds < MaxWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : MaxWait;
            }
        }

        return TimeSpan.Zero;
    }
}
