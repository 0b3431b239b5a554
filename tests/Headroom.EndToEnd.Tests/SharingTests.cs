using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.EndToEnd.Tests;

/// <summary>What several people's agents read alike is stored and compressed once, and the figures say so.</summary>
public class SharingTests : ProxyTest
{
    private static readonly string Servers = ToolOutputs.Servers(3, count: 200);

    [Fact]
    public async Task Five_people_who_read_the_same_store_and_compress_it_once_and_the_figures_outlive_a_restart()
    {
        List<string> sent = [];
        for (int person = 0; person < 5; person++)
        {
            Upstream.NextJson("""{"type":"message","content":[],"usage":{"input_tokens":5,"output_tokens":2}}""");
            using HttpResponseMessage answer = await PostAsync("/v1/messages", WithToolResult("anthropic", Servers), ("x-api-key", $"person-{person}"));
            await answer.Content.ReadAsByteArrayAsync();
            sent.Add(Upstream.Requests.Last().Text);
            await DedupeAsync(dedupe => (int)dedupe["compressions_asked"]! == person + 1 && (long)dedupe["bytes_brought"]! == Bytes * (person + 1));
        }

        Assert.Contains("headroom_retrieve hash=", sent[0], StringComparison.Ordinal);
        Assert.Single(sent.Distinct());
        await AssertFiguresAsync();
        await RestartAsync();
        await AssertFiguresAsync();
        JsonNode origin = JsonNode.Parse(await Proxy.Client.GetStringAsync($"/v1/chunks/{MarkerIn(sent[0])}"))!;
        Assert.Equal((Bytes, "json", 1, 5), ((long)origin["bytes"]!, (string?)origin["kind"], (int)origin["variants"]!, origin["brought_by"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.NotFound, (await Proxy.Client.GetAsync("/v1/chunks/" + new string('0', 24))).StatusCode);
        await AssertCommandAsync();
    }

    /// <summary>What <c>headroom savings --dedupe</c> says of it.</summary>
    protected virtual async Task AssertCommandAsync()
    {
        CommandResult plain = await HeadroomCommandLine.RunAsync([], "savings", "--dedupe", "--data", DataPath);
        Assert.Contains("5 asked for, 1 run", Encoding.UTF8.GetString(plain.Output), StringComparison.Ordinal);
        CommandResult json = await HeadroomCommandLine.RunAsync([], "savings", "--dedupe", "--json", "--data", DataPath);
        JsonNode figures = JsonNode.Parse(json.Output)!;
        Assert.Equal((5 * Bytes, Bytes, 80.0), ((long)figures["bytes_brought"]!, (long)figures["bytes_stored"]!, (double)figures["compressions_shared_percent"]!));
    }

    private static string MarkerIn(string text)
    {
        const string Name = "headroom_retrieve hash=";
        return text.Substring(text.IndexOf(Name, StringComparison.Ordinal) + Name.Length, 24);
    }

    private static long Bytes => Encoding.UTF8.GetByteCount(Servers);

    private async Task AssertFiguresAsync()
    {
        JsonNode dedupe = (await StatsAsync())["dedupe"]!;
        Assert.Equal((5, 1, 80.0), ((int)dedupe["compressions_asked"]!, (int)dedupe["compressions_run"]!, (double)dedupe["compressions_shared_percent"]!));
        Assert.Equal((5 * Bytes, Bytes, 80.0), ((long)dedupe["bytes_brought"]!, (long)dedupe["bytes_stored"]!, (double)dedupe["bytes_shared_percent"]!));
    }

    /// <summary>No turn waits for its figures, so that they come a moment after its answer.</summary>
    private async Task DedupeAsync(Func<JsonNode, bool> holds)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!holds((await StatsAsync())["dedupe"]!))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
