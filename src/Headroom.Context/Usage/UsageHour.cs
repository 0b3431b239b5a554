using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headroom.Context.Usage;

/// <summary>What a tenant used in an hour, by subject. Immutable; sums of hours are hours.</summary>
public sealed class UsageHour
{
    /// <summary>So many subjects are kept apart in an hour; what comes beyond them is summed up as one.</summary>
    public const int MaxSubjects = 2_000;

    private readonly Dictionary<UsageSubject, UsageRow> _rows;

    private UsageHour(Dictionary<UsageSubject, UsageRow> rows) => _rows = rows;

    /// <summary>Nothing yet.</summary>
    public static UsageHour Empty { get; } = new([]);

    /// <value>The rows, one for each subject.</value>
    public IReadOnlyCollection<UsageRow> Rows => _rows.Values;

    /// <summary>With more rows.</summary>
    public UsageHour Plus(IEnumerable<UsageRow> rows)
    {
        var sum = new Dictionary<UsageSubject, UsageRow>(_rows);
        foreach (UsageRow row in rows)
        {
            UsageRow kept = sum.Count < MaxSubjects || sum.ContainsKey(row.Subject) ? row : row with { Subject = UsageSubject.Other };
            sum[kept.Subject] = sum.TryGetValue(kept.Subject, out UsageRow? standing) ? standing.Plus(kept) : kept;
        }

        return new UsageHour(sum);
    }

    /// <summary>Writes it down.</summary>
    public ReadOnlyMemory<byte> Encode() => JsonSerializer.SerializeToUtf8Bytes([.. Rows], UsageJson.Default.UsageRowArray);

    /// <summary>Reads what <see cref="Encode"/> wrote, of this version or another.</summary>
    public static UsageHour Decode(ReadOnlySpan<byte> bytes) => Empty.Plus(JsonSerializer.Deserialize(bytes, UsageJson.Default.UsageRowArray) ?? []);
}

/// <summary>The source-generated serializer of usage. Sums of 0 are left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(UsageRow[]))]
[JsonSerializable(typeof(UsageHourRows[]))]
[JsonSerializable(typeof(UsageIndex))]
internal sealed partial class UsageJson : JsonSerializerContext;
