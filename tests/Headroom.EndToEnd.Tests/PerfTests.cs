using System.Text;
using System.Text.Json.Nodes;
using Headroom.EndToEnd.Tests.Agents;
using Headroom.EndToEnd.Tests.Proxy;

namespace Headroom.EndToEnd.Tests;

/// <summary><c>headroom perf</c> and <c>headroom savings</c> tell what really went through the proxy.</summary>
public sealed class PerfTests : ProxyTest
{
    [Fact]
    public async Task Traffic_is_told_with_the_figures_that_the_answers_carried()
    {
        long before = 0, after = 0;
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage answer = await PostAsync(
                "/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(i)), ("x-headroom-project", "web"), ("user-agent", "claude-cli/2.0.1 (external)"));
            before += long.Parse(answer.Headers.GetValues("x-headroom-tokens-before").Single());
            after += long.Parse(answer.Headers.GetValues("x-headroom-tokens-after").Single());
            await answer.Content.ReadAsByteArrayAsync();
        }

        using (HttpResponseMessage bypassed = await PostAsync("/v1/messages", WithToolResult("anthropic", ToolOutputs.Log(1)), ("x-headroom-bypass", "true")))
        {
            await bypassed.Content.ReadAsByteArrayAsync();
        }

        JsonNode web = await TrafficAsync("--project", "web");
        Assert.Equal((3, before, after), ((int)web["totals"]!["requests"]!, (long)web["totals"]!["tokens_before"]!, (long)web["totals"]!["tokens_after"]!));
        Assert.Equal(3, (int)web["by_model"]!["claude-sonnet-4-5"]!["requests"]!);
        Assert.Equal(3, (int)web["by_client"]!["claude-cli"]!["requests"]!);
        Assert.Equal(3, (int)web["totals"]!["blocks_compressed"]!);
        Assert.Equal(3, web["by_stages"]!.AsObject().Sum(stage => (int)stage.Value!["blocks"]!));
        JsonNode all = await TrafficAsync();
        Assert.Equal((4, 1), ((int)all["totals"]!["requests"]!, (int)all["totals"]!["bypassed"]!));
        Assert.Equal(0, (int)(await TrafficAsync("--project", "other"))["totals"]!["requests"]!);

        await Proxy.StopAsync();
        JsonNode stored = JsonNode.Parse((await RunAsync("perf", "--only", "traffic", "--format", "json", "--data", DataPath)).Output)!["traffic"]!;
        Assert.Equal(all["totals"]!.ToJsonString(), stored["totals"]!.ToJsonString());

        string text = Encoding.UTF8.GetString((await RunAsync("perf", "--only", "traffic", "--data", DataPath)).Output);
        Assert.All((string[])["Models", "Providers' caches", "Overhead", "Throughput", "Size of conversations", "Stages", "Blocks", "claude-sonnet-4-5"], section => Assert.Contains(section, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\e', text);
        string csv = Encoding.UTF8.GetString((await RunAsync("perf", "--only", "traffic", "--format", "csv", "--data", DataPath)).Output);
        Assert.Contains($"totals,,tokens_before,{(long)all["totals"]!["tokens_before"]!}\n", csv.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_again_in_a_conversation_is_replayed_and_not_compressed_anew()
    {
        string first = WithToolResult("anthropic", ToolOutputs.Servers(1));
        string second = first[..^2] + """,{"role":"assistant","content":"Node 7."},{"role":"user","content":"And the log?"}]}""";
        foreach (string turn in (string[])[first, second])
        {
            using HttpResponseMessage answer = await PostAsync("/v1/messages", turn);
            await answer.Content.ReadAsByteArrayAsync();
        }

        JsonNode totals = (await TrafficAsync())["totals"]!;
        Assert.Equal((1, 1), ((int)totals["blocks_compressed"]!, (int)totals["blocks_replayed"]!));
    }

    [Fact]
    public async Task Savings_are_told_in_tokens_and_dollars_until_they_are_reset()
    {
        foreach ((string model, string client) in ((string, string)[])[("claude-sonnet-4-5", "claude-cli/2"), ("house-model", "curl/8")])
        {
            using HttpResponseMessage answer = await PostAsync("/v1/messages", WithToolResult("anthropic", ToolOutputs.Servers(2)).Replace("claude-sonnet-4-5", model), ("user-agent", client));
            await answer.Content.ReadAsByteArrayAsync();
        }

        await Proxy.StopAsync();
        JsonNode savings = JsonNode.Parse((await RunAsync("savings", "--json", "--data", DataPath)).Output)!;
        JsonNode today = savings["periods"]!.AsArray().Single(period => (string)period!["name"]! == "Today")!;
        Assert.Equal(2, (int)today["requests"]!);
        JsonNode[] models = [.. savings["by_model"]!.AsArray()!];
        Assert.True((decimal)models.Single(model => (string)model!["name"]! == "claude-sonnet-4-5")!["dollars"]! > 0);
        JsonNode unknown = models.Single(model => (string)model!["name"]! == "house-model");
        Assert.Equal((0m, (long)unknown["tokens_saved"]!), ((decimal)unknown["dollars"]!, (long)unknown["unpriced_tokens"]!));
        Assert.Equal(["claude-cli", "curl"], savings["by_client"]!.AsArray().Select(client => (string)client!["name"]!).Order());

        await File.WriteAllTextAsync(Path.Combine(DataPath, "prices.json"), """{"house-model":{"input":1000,"cache_read":1000,"cache_write":1000}}""");
        string text = Encoding.UTF8.GetString((await RunAsync("savings", "--data", DataPath)).Output);
        Assert.Matches("house-model +█.* ≈ \\$[1-9]", text);

        Assert.Equal(0, (await RunAsync("savings", "--reset", "--data", DataPath)).ExitCode);
        Assert.Equal(0, (int)JsonNode.Parse((await RunAsync("savings", "--json", "--data", DataPath)).Output)!["periods"]![2]!["requests"]!);
    }

    [Fact]
    public async Task Workloads_are_measured_and_printed_for_programs_and_for_people()
    {
        CommandResult json = await RunAsync("perf", "json", "listing", "--runs", "1", "--json");
        JsonNode workload = JsonNode.Parse(json.Output)!["machine"]!["workloads"]![0]!;
        Assert.Equal(0, json.ExitCode);
        Assert.Equal("json", (string)workload["name"]!);
        Assert.True((long)workload["tokens_after"]! < (long)workload["tokens_before"]! / 5);
        Assert.Empty(workload["missing_needles"]!.AsArray());
        Assert.Null(JsonNode.Parse(json.Output)!["traffic"]);

        string[] lines = Encoding.UTF8.GetString((await RunAsync("perf", "json", "listing", "--runs", "1")).Output).Split('\n');
        Assert.Contains(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, "^JSON rows +[0-9,]+ → +[0-9,]+ +█+░* +9[0-9]\\.[0-9] %.* 2/2$"));
        Assert.StartsWith("This machine", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("perf", "--since", "yesterday")]
    [InlineData("perf", "--runs", "0")]
    [InlineData("perf", "--format", "xml")]
    [InlineData("perf", "nothing", "--json")]
    [InlineData("savings", "--days", "0")]
    public async Task A_value_that_makes_no_sense_is_named(string command, string option, string value)
    {
        CommandResult result = await RunAsync(command, option, value);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(value.StartsWith('-') ? option : value, result.Errors, StringComparison.Ordinal);
    }

    private static Task<CommandResult> RunAsync(params string[] arguments) => HeadroomCommandLine.RunAsync([], arguments);

    private async Task<JsonNode> TrafficAsync(params string[] more) =>
        JsonNode.Parse((await RunAsync(["perf", "--only", "traffic", "--json", "--gateway", Proxy.Client.BaseAddress!.AbsoluteUri, .. more])).Output)!["traffic"]!;
}
