using Headroom.Context.Chunks;
using Headroom.Context.Identity;
using Headroom.Context.Keys;
using Headroom.Context.Turns;
using Headroom.Protocols.Turns;
using Headroom.Testing.Talks;

namespace Headroom.Context.Tests.Turns;

/// <summary>What one person's session compressed, another's takes over.</summary>
public sealed class SharedForms : IDisposable
{
    private static readonly string Log = new AgentTalk(WireProtocol.AnthropicMessages).Log(400);

    private readonly Node _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task The_second_who_reads_a_log_gets_the_same_bytes_and_nothing_is_compressed_or_stored_again()
    {
        Sent first = await SendAsync("ann", "Which worker failed?"), second = await SendAsync("ben", "Which worker failed?");
        Assert.Equal(new SharedFigures(1, 1, Log.Length, Log.Length), await first.Turn.Sharing);
        Assert.Equal(new SharedFigures(1, 0, Log.Length, 0), await second.Turn.Sharing);
        Assert.Equal(first.Messages, second.Messages);
        Assert.Contains("headroom_retrieve hash=", second.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_over_the_same_stores_takes_it_over_too()
    {
        Sent first = await SendAsync("ann", "Which worker failed?");
        await first.Turn.Sharing;
        _node.Restart();
        Sent second = await SendAsync("ben", "Which worker failed?");
        Assert.Equal((1, 0, 0), Counts(await second.Turn.Sharing));
        Assert.Equal(first.Messages, second.Messages);
    }

    [Fact]
    public async Task Many_who_read_it_at_the_same_moment_wait_for_one()
    {
        Sent[] sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(person => Task.Run(() => SendAsync($"person {person}", "Which worker failed?"))));
        SharedFigures all = (await Task.WhenAll(sent.Select(one => one.Turn.Sharing))).Aggregate(SharedFigures.Add);
        Assert.Equal(new SharedFigures(8, 1, 8 * Log.Length, Log.Length), all);
        Assert.All(sent, one => Assert.Equal(sent[0].Messages, one.Messages));
    }

    [Fact]
    public async Task Another_question_has_a_form_of_its_own_and_the_content_is_stored_once_all_the_same()
    {
        await SendAsync("ann", "Which worker failed?");
        Sent second = await SendAsync("ben", "What took request 4711 so long?");
        Assert.Equal(new SharedFigures(1, 1, Log.Length, 0), await second.Turn.Sharing);
    }

    [Fact]
    public async Task A_form_whose_bytes_are_gone_is_made_again_and_stored()
    {
        Sent first = await SendAsync("ann", "Which worker failed?");
        await first.Turn.Sharing;
        _node.Restart();
        foreach (Ports.StoredContent output in _node.Contents.All.Where(content => content.Marker is null))
        {
            _node.Contents.Expired.Add(output.Hash);
        }

        Sent second = await SendAsync("ben", "Which worker failed?");
        Assert.Equal((1, 1, 0), Counts(await second.Turn.Sharing));
        Assert.Equal(first.Messages, second.Messages);
    }

    [Fact]
    public async Task A_turn_whose_store_failed_has_brought_nothing_and_the_next_stores_what_it_made()
    {
        _node.Contents.IsDown = true;
        Sent raw = await SendAsync("ann", "Which worker failed?");
        Assert.Equal((1, 1, 0), Counts(await raw.Turn.Sharing));
        Assert.DoesNotContain("headroom_retrieve hash=", raw.Messages[^1], StringComparison.Ordinal);
        _node.Contents.IsDown = false;
        Sent second = await SendAsync("ben", "Which worker failed?");
        Assert.Equal(new SharedFigures(1, 0, Log.Length, Log.Length), await second.Turn.Sharing);
        Assert.Equal(2, _node.Contents.All.Count());
        Assert.Contains("headroom_retrieve hash=", second.Messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_shared_with_another_tenant()
    {
        await SendAsync("ann", "Which worker failed?");
        Sent theirs = await SendAsync("ann", "Which worker failed?", "elsewhere");
        Assert.Equal(new SharedFigures(1, 1, Log.Length, Log.Length), await theirs.Turn.Sharing);
    }

    private async Task<Sent> SendAsync(string person, string question, string tenant = "acme")
    {
        AgentTalk talk = new AgentTalk(WireProtocol.AnthropicMessages).Says(question).Runs(Log);
        return new Sent(talk.Protocol, await _node.PrepareAsync(new TurnRequest(new TenantId(tenant), new Caller(person, "talk"), talk.Protocol, talk.Body, IsBypassed: false)));
    }

    private static (long Asked, long Run, long Stored) Counts(SharedFigures figures) => (figures.CompressionsAsked, figures.CompressionsRun, figures.BytesStored);
}
