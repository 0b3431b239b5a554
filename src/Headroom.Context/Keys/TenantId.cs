namespace Headroom.Context.Keys;

/// <summary>The outermost scope: nothing is ever read across it. Embedded, there is one, <see cref="Local"/>.</summary>
/// <param name="Value">A stable name without control characters or <c>/</c>.</param>
public readonly record struct TenantId(string Value)
{
    /// <summary>The only tenant of a single process without keys.</summary>
    public static TenantId Local { get; } = new("local");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
