using System.Text.Json;

namespace Headroom.Context.Usage;

/// <summary>What a tenant used in one hour.</summary>
/// <param name="At">When the hour began, in UTC.</param>
/// <param name="Usage">What was used.</param>
public sealed record HourlyUsage(DateTimeOffset At, UsageHour Usage)
{
    /// <summary>Writes hours down as JSON, for who asks a gateway.</summary>
    public static ReadOnlyMemory<byte> Encode(IReadOnlyList<HourlyUsage> hours) =>
        JsonSerializer.SerializeToUtf8Bytes([.. hours.Select(hour => new UsageHourRows(hour.At, [.. hour.Usage.Rows]))], UsageJson.Default.UsageHourRowsArray);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IReadOnlyList<HourlyUsage> Decode(ReadOnlySpan<byte> json) =>
        [.. (JsonSerializer.Deserialize(json, UsageJson.Default.UsageHourRowsArray) ?? []).Select(hour => new HourlyUsage(hour.At, UsageHour.Empty.Plus(hour.Rows)))];
}

/// <summary>An hour as it is written down.</summary>
internal sealed record UsageHourRows(DateTimeOffset At, IReadOnlyList<UsageRow> Rows);
