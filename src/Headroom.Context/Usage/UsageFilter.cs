namespace Headroom.Context.Usage;

/// <summary>Whose usage is asked for. What is <c>null</c> or empty does not narrow it.</summary>
/// <param name="User">A user.</param>
/// <param name="Project">A project.</param>
/// <param name="Team">A team.</param>
public sealed record UsageFilter(string? User, string? Project, string? Team)
{
    /// <summary>What of some hours is asked for; hours without any stay out.</summary>
    public IReadOnlyList<HourlyUsage> Of(IReadOnlyList<HourlyUsage> hours) =>
        [.. hours.Select(hour => hour with { Usage = UsageHour.Empty.Plus(hour.Usage.Rows.Where(row => Matches(row.Subject))) }).Where(hour => hour.Usage.Rows.Count > 0)];

    private bool Matches(UsageSubject subject) => Is(User, subject.User) && Is(Project, subject.Project) && Is(Team, subject.Team);

    private static bool Is(string? asked, string value) => string.IsNullOrEmpty(asked) || asked.Equals(value, StringComparison.OrdinalIgnoreCase);
}
