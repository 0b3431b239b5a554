using Headroom.Testing.Time;

namespace Headroom.Testing.Tests;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Advancing_fires_each_timer_on_the_way_at_its_instant()
    {
        List<double> fired = [];
        DateTimeOffset start = _clock.GetUtcNow();
        void Note(object? _) => fired.Add((_clock.GetUtcNow() - start).TotalSeconds);
        using ITimer repeating = _clock.CreateTimer(Note, null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using ITimer once = _clock.CreateTimer(Note, null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([2, 3, 4], fired);
        Assert.Equal(5, (_clock.GetUtcNow() - start).TotalSeconds);
    }

    [Fact]
    public async Task A_deadline_on_this_clock_fires_when_the_clock_says_so()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(1), _clock);
        Task never = new TaskCompletionSource().Task.WaitAsync(deadline.Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
    }
}
