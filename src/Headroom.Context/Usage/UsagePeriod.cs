using System.Globalization;

namespace Headroom.Context.Usage;

/// <summary>Since when, as people write it.</summary>
public static class UsagePeriod
{
    private const int MaxDays = 3660;

    /// <value>A week.</value>
    public const string Default = "7d";

    /// <value>What is understood.</value>
    public const string Syntax = "expected hours or days such as 24h or 7d, or a date such as 2026-11-01.";

    /// <summary>Reads a period.</summary>
    /// <param name="text">Hours, days or a date, in UTC.</param>
    /// <param name="now">Now.</param>
    /// <param name="since">The moment that it begins.</param>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset since)
    {
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since))
        {
            return true;
        }

        bool isCount = int.TryParse(text.AsSpan(0, Math.Max(text.Length - 1, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= 24 * MaxDays;
        TimeSpan? length = isCount ? text[^1] switch { 'h' => TimeSpan.FromHours(count), 'd' when count <= MaxDays => TimeSpan.FromDays(count), _ => null } : null;
        since = now - (length ?? TimeSpan.Zero);
        return length is not null;
    }
}
