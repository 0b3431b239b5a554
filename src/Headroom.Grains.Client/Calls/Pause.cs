namespace Headroom.Grains.Calls;

/// <summary>A few seconds after a question that the cluster did not answer in which none of its kind is asked: they only save work.</summary>
internal sealed class Pause(TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    private long _begun;

    /// <value>Whether it is not over.</value>
    public bool IsOn => Volatile.Read(ref _begun) is var begun && begun != 0 && time.GetElapsedTime(begun) < Length;

    /// <summary>Begins it.</summary>
    public void Begin() => Volatile.Write(ref _begun, Math.Max(1, time.GetTimestamp()));
}
