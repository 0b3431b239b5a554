using System.Security.Cryptography;
using System.Text;
using Headroom.Context.Local;
using Headroom.Context.Messages;
using Headroom.Context.Ports;
using Headroom.Evals.Measuring;
using Headroom.Evals.Workloads;

namespace Headroom.Evals.Tests;

/// <summary>What the built-in workloads promise.</summary>
public sealed class BuiltInWorkloadTests
{
    public static TheoryData<string> Names => [.. BuiltInWorkloads.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_needle_is_readable_without_a_retrieval_every_original_comes_back_and_the_promised_share_is_saved(string name)
    {
        WorkloadResult result = await new WorkloadMeasurement(new StoreCompressor(new ProcessContentStore(new RetentionOptions(), TimeProvider.System), new ProcessRecordStore()), runs: 1).MeasureAsync(BuiltInWorkloads.Make(name), CancellationToken.None);
        Assert.Empty(result.MissingNeedles);
        Assert.Equal(0, result.LostOriginals);
        Assert.NotEqual(0, result.Originals);
        Assert.True(result.Saved >= (result.Workload.LeastSaved ?? 0.3), $"{result.TokensBefore} → {result.TokensAfter}: {result.Saved:P1}");
        Assert.True(result.IsKept);
    }

    [Theory]
    [InlineData("code-search", 0.92)]
    [InlineData("incident", 0.92)]
    [InlineData("issues", 0.73)]
    [InlineData("exploration", 0.65)]
    public void The_four_investigations_promise_what_is_published_of_the_field(string name, double least) => Assert.Equal(least, BuiltInWorkloads.Make(name).LeastSaved);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_needle_stands_in_a_tools_result_and_in_nothing_that_was_said(string name)
    {
        Workload workload = BuiltInWorkloads.Make(name);
        string results = string.Join('\n', MessageTexts.Results(workload.Messages));
        string question = workload.Messages[..workload.Messages.IndexOf("tool_use", StringComparison.Ordinal)];
        Assert.Equal(name, workload.Name);
        Assert.NotEmpty(workload.Needles);
        Assert.All(workload.Needles, needle => Assert.Contains(needle, results, StringComparison.Ordinal));
        Assert.All(workload.Needles, needle => Assert.DoesNotContain(needle, question, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_differ_as_those_of_real_tools_do(string name)
    {
        string[] rows =
        [
            .. MessageTexts.Results(BuiltInWorkloads.Make(name).Messages)
                .SelectMany(result => result.Split(result[0] is '[' or '{' ? "},{" : "\n")).Where(row => row.Trim().Length > 40),
        ];
        Assert.True(rows.Distinct().Count() > rows.Length * 0.65, $"{rows.Distinct().Count()} of {rows.Length}");
        Assert.True(rows.CountBy(row => row).Max(row => row.Value) <= rows.Length / 8, rows.CountBy(row => row).MaxBy(row => row.Value).ToString());
    }

    [Fact]
    public void A_workload_is_the_same_on_every_machine()
    {
        byte[] all = Encoding.UTF8.GetBytes(string.Concat(BuiltInWorkloads.Names.Select(name => BuiltInWorkloads.Make(name).Messages)));
        Assert.Equal("5b092c99b1738873a518e8829c17574262f5496d874007ba68cf2891412a018c", Convert.ToHexStringLower(SHA256.HashData(all)));
    }
}
