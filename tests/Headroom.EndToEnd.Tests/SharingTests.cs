using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.EndToEnd.Tests;

/// <summary>What several people's agents read alike is stored and compressed once, and the figures say so.</summary>
public class SharingTests : ProxyTest
{
    private const int People = 5;
    private const int MaxWarmUpTurns = 20;

    private static readonly string Servers = ToolOutputs.Servers(3, count: 200);
    private static readonly long Bytes = Encoding.UTF8.GetByteCount(Servers);

    [Fact]
    public async Task Five_people_who_read_the_same_store_and_compress_it_once_and_the_figures_outlive_a_restart()
    {
        // A process that has just started compiles itself, and lets requests go as they came meanwhile; that is not what is tried here.
        Figures before = new(0, 0, 0, 0);
        for (int turn = 0; turn < MaxWarmUpTurns && before.Asked < 2; turn++)
        {
            await SendAsync(ToolOutputs.Servers(50 + turn, count: 200), "someone");
            before = await FiguresAsync(_ => true);
        }

        Assert.InRange(before.Asked, 2, MaxWarmUpTurns);
        List<string> sent = [];
        for (int person = 0; person < People; person++)
        {
            sent.Add(await SendAsync(Servers, $"person-{person}"));
        }

        // What warmed the process up was brought once, and so is on both sides of the difference.
        Assert.Single(sent.Distinct());
        long sharedBytes = (People - 1) * Bytes;
        Figures after = await FiguresAsync(figures => figures.Brought - figures.Stored == sharedBytes);
        Assert.InRange(after.Asked - after.Run, People - 1, People - 1 + MaxWarmUpTurns);
        await RestartAsync();
        Assert.Equal(after, await FiguresAsync(figures => figures.Asked >= after.Asked));

        JsonNode origin = JsonNode.Parse(await Proxy.Client.GetStringAsync($"/v1/chunks/{MarkerIn(sent[0])}"))!;
        Assert.Equal((Bytes, "json", 1, People), ((long)origin["bytes"]!, (string?)origin["kind"], (int)origin["variants"]!, origin["brought_by"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.NotFound, (await Proxy.Client.GetAsync("/v1/chunks/" + new string('0', 24))).StatusCode);
        await AssertCommandAsync(after);
    }

    /// <summary>What <c>headroom savings --dedupe</c> says of it.</summary>
    protected virtual async Task AssertCommandAsync(Figures figures)
    {
        CommandResult plain = await HeadroomCommandLine.RunAsync([], "savings", "--dedupe", "--data", DataPath);
        Assert.Contains($"{figures.Asked} asked for, {figures.Run} run", Encoding.UTF8.GetString(plain.Output), StringComparison.Ordinal);
        CommandResult json = await HeadroomCommandLine.RunAsync([], "savings", "--dedupe", "--json", "--data", DataPath);
        JsonNode said = JsonNode.Parse(json.Output)!;
        Assert.Equal(figures, Figures.Of(said));
        Assert.Equal(Math.Round(100.0 * (figures.Asked - figures.Run) / figures.Asked, 1), (double)said["compressions_shared_percent"]!);
    }

    private async Task<string> SendAsync(string result, string person)
    {
        Upstream.NextJson("""{"type":"message","content":[],"usage":{"input_tokens":5,"output_tokens":2}}""");
        using HttpResponseMessage answer = await PostAsync("/v1/messages", WithToolResult("anthropic", result), ("x-api-key", person));
        await answer.Content.ReadAsByteArrayAsync();
        return Upstream.Requests.Last().Text;
    }

    /// <summary>No turn waits for its figures, so that they come a moment after its answer.</summary>
    private async Task<Figures> FiguresAsync(Func<Figures, bool> holds)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            JsonNode stats = await StatsAsync();
            if (stats["dedupe"] is { } dedupe && Figures.Of(dedupe) is var figures && holds(figures))
            {
                return figures;
            }

            Assert.False(limit.IsCancellationRequested, stats.ToJsonString());
        }
    }

    /// <summary>The last one: our tool's own description tells of another.</summary>
    private static string MarkerIn(string text)
    {
        const string Name = "headroom_retrieve hash=";
        return text.Substring(text.LastIndexOf(Name, StringComparison.Ordinal) + Name.Length, 24);
    }

    protected sealed record Figures(long Asked, long Run, long Brought, long Stored)
    {
        public static Figures Of(JsonNode json) =>
            new((long)json["compressions_asked"]!, (long)json["compressions_run"]!, (long)json["bytes_brought"]!, (long)json["bytes_stored"]!);
    }
}
